#!/usr/bin/env bash
# Makes a report of real profiles of this repository and says where it is: `npm run demo`.
set -euo pipefail
cd "$(dirname "$0")/.."
[ -f dist/cli.js ] || npm run --silent build
node dist/cli.js report scripts/demo -o profile-report "$@"
