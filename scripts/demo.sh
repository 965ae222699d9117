#!/usr/bin/env bash
# Runs the sample workload and makes its report: `npm run demo [report directory]`. PERF_REPORT_RUNS=3 makes it short.
set -euo pipefail
cd "$(dirname "$0")/.."
[ -f dist/cli.js ] || npm run --silent build
node dist/cli.js run sample
node dist/cli.js report "${PERF_REPORT_OUT_DIR:-logs_local/profiling}/latest" -o "${1:-profile-report}"
