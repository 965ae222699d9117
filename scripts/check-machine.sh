#!/usr/bin/env bash
# Looks for what the tests need beside Node: Chromium (browser tests), Python 3 and Go (oracles), Maven and a JDK (Jenkins),
# actionlint and shellcheck (GitHub Actions).
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
need "Jenkins library tests" maven mvn
need "scripts in workflows" shellcheck shellcheck
java=$(javac -version 2>&1 | sed -n 's/^javac \([0-9]*\).*/\1/p')
if [ "${java:-0}" -lt 17 ]; then
  echo "missing: a JDK from 17 on (Jenkins library tests; found: ${java:-none})"
  missing+=(default-jdk-headless)
fi

# No distribution has it; where Go puts programs the tests look too.
lint=github.com/rhysd/actionlint/cmd/actionlint@v1.7.12
actionlint_is_there() {
  command -v actionlint >/dev/null 2>&1 || [ -x "$(go env GOPATH 2>/dev/null)/bin/actionlint" ]
}
install_actionlint() {
  actionlint_is_there && return 0
  echo "missing: actionlint (workflow checks)"
  if [ "$(id -u)" != 0 ]; then
    echo "install it and run this again: go install $lint" >&2
    exit 1
  fi
  echo "installing: go install $lint"
  GOBIN="$(go env GOPATH)/bin" go install "$lint" || { echo "go install $lint failed: it needs the network and Go 1.24 or newer (go version: $(go version))" >&2; exit 1; }
}

if [ ${#missing[@]} -eq 0 ]; then
  install_actionlint
  echo "machine: all tools present"
  exit 0
fi
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
  echo "installing: ${missing[*]}"
  apt-get update -qq
  DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${missing[@]}" >/dev/null
  echo "machine: installed ${missing[*]}"
else
  echo "install them and run this again, for example on Debian: sudo apt-get install ${missing[*]}" >&2
  exit 1
fi
install_actionlint
