#!/bin/sh
# Measures and profiles workloads of perf-report.config.yaml, then makes the report of what that left:
#   scripts/profiling/run_profile.sh [workload...] [flags of perf-report run]
# Works from any directory and in any CI. The exit code is the one of the run; where the run was well, the one of the report.
#   PERF_REPORT_OUTPUT   directory of the report (default: profile-report in the repository)
#   RUN_PROFILING=0      measures without profilers, as SKIP_PROFILING=1 does
set -u

started_in=$(pwd)
here=$(CDPATH='' cd -- "$(dirname -- "$0")" && pwd) || exit 2
root=$(CDPATH='' cd -- "$here/../.." && pwd) || exit 2
output=${PERF_REPORT_OUTPUT:-$root/profile-report}
case $output in
  /*) ;;
  *) output=$started_in/$output ;;
esac
cd -- "$root" || exit 2

# The installed program, else the one built here, else the one of the registry.
perf_report() {
  if [ -x node_modules/.bin/perf-report ]; then
    node_modules/.bin/perf-report "$@"
  elif [ -f dist/cli.js ]; then
    node dist/cli.js "$@"
  else
    npx --yes perf-report "$@"
  fi
}

perf_report run "$@"
run_code=$?
for argument in "$@"; do
  case $argument in
    --print-config | --help | -h) exit "$run_code" ;;
  esac
done

# A failed run leaves evidence too: a report says what failed. A wrong call (2) or a fault (4) leaves none.
latest=${PERF_REPORT_OUT_DIR:-logs_local/profiling}/latest
report_code=0
case $run_code in
  0 | 1 | 3)
    if [ -d "$latest" ]; then
      perf_report report "$latest" -o "$output"
      report_code=$?
    fi
    ;;
esac
[ "$run_code" -ne 0 ] && exit "$run_code"
exit "$report_code"
