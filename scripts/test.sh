#!/usr/bin/env bash
# Every check, in the order in which a failure is cheapest to learn: what `npm test` and CI run.
set -euo pipefail
cd "$(dirname "$0")/.."

step() { # step <name> <command>...
  local name=$1 start=$SECONDS; shift
  printf '\n== %s\n' "$name"
  "$@" || { printf '\n%s failed: see above; run it alone with: %s\n' "$name" "$*" >&2; exit 1; }
  printf -- '-- %s: %d s\n' "$name" $((SECONDS - start))
}

step machine bash scripts/check-machine.sh
step build npm run --silent build
step types npm run --silent typecheck
step lint npm run --silent lint
step 'dead code' npm run --silent deadcode
step package npm run --silent package
step unit npm run --silent unit
step browser npm run --silent browser
printf '\nall checks passed in %d s\n' "$SECONDS"
