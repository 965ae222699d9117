#!/bin/sh
# Measures and profiles workloads of perf-report.config.yaml, then makes the report of what that left:
#   scripts/profiling/run_profile.sh [workload...] [flags of perf-report run]
# Works from any directory and in any CI. The exit code is the run's; where the run was well, the report's.
#   PERF_REPORT_OUTPUT   directory of the report (default: profile-report in the repository)
#   RUN_PROFILING=0      measures without profilers, as SKIP_PROFILING=1 does
set -u

started_in=$(pwd)
root=$(CDPATH='' cd -- "$(dirname -- "$0")/../.." && pwd) || exit 2
cd -- "$root" || exit 2

from_start() { # from_start <path>: a path as the caller meant it
  case $1 in
    /*) printf '%s\n' "$1" ;;
    *) printf '%s\n' "$started_in/$1" ;;
  esac
}

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

report=$root/profile-report
[ -n "${PERF_REPORT_OUTPUT:-}" ] && report=$(from_start "$PERF_REPORT_OUTPUT")
unset PERF_REPORT_OUTPUT

# Where the run directories go, to find the newest: --out-dir, else the environment, else the configuration's.
runs=${PERF_REPORT_OUT_DIR:-logs_local/profiling}
previous=
for argument in "$@"; do
  case $argument in
    --) break ;;
    --out-dir=*) runs=${argument#--out-dir=} ;;
  esac
  [ "$previous" = --out-dir ] && runs=$argument
  previous=$argument
done

started=$(mktemp) || exit 2
trap 'rm -f -- "$started"' EXIT

perf_report run "$@"
run_code=$?

# A failed run is evidence too. Without a new run (a wrong call, --help) there is nothing to report, and no old one is shown in its place.
report_code=0
if [ -d "$runs/latest" ] && [ -n "$(find "$runs/latest" -name run.json -newer "$started")" ]; then
  perf_report report "$runs/latest" -o "$report"
  report_code=$?
fi
[ "$run_code" -eq 0 ] || exit "$run_code"
exit "$report_code"
