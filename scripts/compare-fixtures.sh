#!/usr/bin/env bash
# Records test/fixtures-compare: pairs of profiles of one program, before and after, with real profilers.
# Base runs come from a checkout in /tmp/a/workspace/photo@2, head runs from one in /tmp/b/home/me/photo.
# Wants python3 and, for the sampled pair, node. sums.json beside them is what Python's own pstats reads.
set -euo pipefail

root=$(cd "$(dirname "$0")/.." && pwd)
out=$root/test/fixtures-compare
data=$(mktemp -d)
base=/tmp/a/workspace/photo@2
head=/tmp/b/home/me/photo
trap 'rm -rf "$data" /tmp/a /tmp/b' EXIT
export PHOTO_DATA=$data PYTHONHASHSEED=0 PYTHONDONTWRITEBYTECODE=1
for place in "$base" "$head"; do mkdir -p "$place" && cp -r "$root/scripts/profiling/workloads/." "$place/"; done
rm -f "$out"/*.gz

# python <checkout> <workload> <photos> <slow: 0 or 1> <file>
python() { (cd "$1" && ASSETS=$3 SLOW=$4 python3 -m cProfile -o "$out/$5" "$1/tag_photos.py" "$2" > "$data/log"); }
(cd "$base" && ASSETS=300 python3 tag_photos.py generate sample && ASSETS=200 python3 tag_photos.py generate classify)
# Four base runs: two against two of them are the same code.
for run in 1 2 3 4; do
  python "$base" sample 300 0 "sample-base-$run.stats"
  if [ "$run" -le 2 ]; then python "$head" sample 300 1 "sample-head-$run.stats"; fi
done
# A base with half the photos: another amount of work, the same program.
python "$base" sample 150 0 sample-half.stats
for run in 1 2; do
  python "$base" classify 200 0 "classify-base-$run.stats"
  python "$head" classify 200 1 "classify-head-$run.stats"
done

ASSETS=1500 node "$base/node/tag.mjs" generate
for run in 1 2; do
  for side in base head; do
    slow=0 && place=$base
    if [ "$side" = head ]; then slow=1 && place=$head; fi
    (cd "$data" && ASSETS=1500 SLOW=$slow node --cpu-prof --cpu-prof-interval 2000 --cpu-prof-name "node-$side-$run.cpuprofile" "$place/node/tag.mjs" > log)
    mv "$data/node-$side-$run.cpuprofile" "$out/"
  done
done

cd "$out"
gzip -n9 ./*.stats ./*.cpuprofile
python3 sums.py > sums.json
