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

# The JVM waits for the disk where the browser waits for pages.
browser_and_groovy() {
  local groovy output
  output=$(mktemp)
  npm run --silent groovy >"$output" 2>&1 & groovy=$!
  npm run --silent browser || { wait "$groovy" || true; cat "$output"; rm "$output"; return 1; }
  local code=0
  wait "$groovy" || code=$?
  cat "$output"
  rm "$output"
  return "$code"
}

step machine bash scripts/check-machine.sh
step build npm run --silent build
step 'static checks' static_checks
step unit npm run --silent unit
step 'browser and groovy' browser_and_groovy
printf '\nall checks passed in %d s\n' "$SECONDS"
