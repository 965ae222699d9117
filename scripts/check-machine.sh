#!/usr/bin/env bash
# Looks for what the tests need beside Node: Chromium (browser tests), Python 3 and Go (oracles).
# As root on Debian it says what is missing and installs it; elsewhere it stops with the line to run.
set -euo pipefail

missing=()
need() { # need <what for> <package> <command>...
  local purpose=$1 package=$2; shift 2
  for command in "$@"; do command -v "$command" >/dev/null 2>&1 && return 0; done
  echo "missing: $package ($purpose)"
  missing+=("$package")
}
need "browser tests" chromium ${CHROMIUM:+"$CHROMIUM"} chromium
need "oracle: pstats, tracemalloc" python3 python3
need "oracle: go tool pprof" golang-go go
need "source and documentation checks" git git
need "measuring: GNU time" time /usr/bin/time gtime

[ ${#missing[@]} -eq 0 ] && { echo "machine: all tools present"; exit 0; }
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  echo "installing: ${missing[*]}"
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
  echo "machine: installed ${missing[*]}"
else
  echo "install them and run this again, for example on Debian: sudo apt-get install ${missing[*]}" >&2
  exit 1
fi
