#!/usr/bin/env bash
# Makes a report of recorded profiles of this repository, one of each format, and says where it is: `npm run demo [directory]`.
set -euo pipefail
cd "$(dirname "$0")/.."
[ -f dist/cli.js ] || npm run --silent build
fixtures=test/fixtures
node dist/cli.js report -o "${1:-profile-report}" \
  $fixtures/pstats/cprofile-3.13.0/photo_app.stats \
  $fixtures/tracemalloc/cpython-3.13.0/snapshot-25.pickle \
  $fixtures/pprof/go-*/cpu.pb.gz \
  $fixtures/cpuprofile/node-*/main.cpuprofile \
  $fixtures/heapprofile/node-*/main.heapprofile \
  $fixtures/folded/py-spy-*/photo_app.txt \
  $fixtures/speedscope/pyinstrument-*/photo_app.speedscope.json \
  $fixtures/pyinstrument/pyinstrument-5*/cli.pyisession \
  $fixtures/mprof/memory_profiler-*/functions.dat
