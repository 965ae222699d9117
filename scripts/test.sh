#!/usr/bin/env bash
# Every check, in the order in which a failure is cheapest to learn: what `npm test` and CI run.
set -euo pipefail
cd "$(dirname "$0")/.."

step() { # step <name> <command>...
  local name=$1 start=$SECONDS; shift
  printf '\n== %s\n' "$name"
  "$@" || { printf '\n%s failed: see above\n' "$name" >&2; exit 1; }
  printf -- '-- %s: %d s\n' "$name" $((SECONDS - start))
}

# Types take one core and the rest together the other.
static_checks() {
  local types
  npm run --silent typecheck & types=$!
  npm run --silent lint && npm run --silent deadcode && npm run --silent package || { wait "$types" || true; return 1; }
  wait "$types"
}

# The JVM fills the gaps of the tests before it: the output comes when it is its turn.
start_groovy() {
  groovy_output=$(mktemp)
  nice -n 10 npm run --silent groovy >"$groovy_output" 2>&1 & groovy=$!
  trap 'kill "$groovy" 2>/dev/null || true; rm -f "$groovy_output"' EXIT
}

end_groovy() {
  local code=0
  wait "$groovy" || code=$?
  cat "$groovy_output"
  return "$code"
}

step machine bash scripts/check-machine.sh
step build npm run --silent build
step 'static checks' static_checks
start_groovy
step unit npm run --silent unit
step browser npm run --silent browser
step groovy end_groovy
printf '\nall checks passed in %d s\n' "$SECONDS"
