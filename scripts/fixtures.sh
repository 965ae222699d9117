#!/usr/bin/env bash
# Records every fixture anew with the real profilers and writes the oracles' answers beside them.
# One script a format; each writes the tool's version into the fixture's path.
# Usage: scripts/fixtures.sh [format...]
set -euo pipefail
cd "$(dirname "$0")/.."

if [ $# -eq 0 ]; then set -- $(basename -s .sh scripts/fixtures/*.sh); fi
for format in "$@"; do
  echo "== $format"
  bash "scripts/fixtures/$format.sh"
done
du -sh test/fixtures
