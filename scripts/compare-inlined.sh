#!/usr/bin/env bash
# Records test/fixtures-compare/inlined: a program before and after a helper became dearer that V8 inlines into the loop that calls it;
# in imported/, one whose helper became dearer in another file, and whose other helper was moved to another file and made dearer.
# base-N and head-N as V8 compiles them; base-plain and head-plain with nothing inlined, where each function has its own samples.
# Usage: compare-inlined.sh [inlined|imported]...
set -euo pipefail

root=$(cd "$(dirname "$0")/.." && pwd)
work=/tmp/photo-app
trap 'rm -rf "$work"' EXIT

# record <attempts> <side> <name> [flag]: samples are weighed by wall time, so the recording of several is kept that waited least for a processor.
record() {
  rm -rf "$work" && cp -r "$out/$2" "$work"
  least=
  for attempt in $(seq "$1"); do
    (cd "$work" && TIMEFORMAT='%R %U %S' && time node "${@:4}" --cpu-prof --cpu-prof-interval 500 --cpu-prof-name "$3-$attempt.cpuprofile" "$program" > log) 2> "$work/times"
    waited=$(awk '{ printf "%d", 1000 * $1 / ($2 + $3) }' "$work/times")
    if [ -z "$least" ] || [ "$waited" -lt "$least" ]; then least=$waited && kept=$attempt; fi
  done
  gzip -n9c "$work/$3-$kept.cpuprofile" > "$out/$3.cpuprofile.gz"
}

[ $# -gt 0 ] || set -- inlined imported
for set in "$@"; do
  case $set in
    inlined) out=$root/test/fixtures-compare/inlined program=tag.mjs ;;
    imported) out=$root/test/fixtures-compare/inlined/imported program=album.mjs ;;
    *) echo "no such set: $set" >&2; exit 1 ;;
  esac
  rm -f "$out"/*.gz
  for run in 1 2; do
    for side in base head; do record 6 "$side" "$side-$run"; done
  done
  for side in base head; do record 1 "$side" "$side-plain" --max-inlined-bytecode-size=0; done
done
