#!/usr/bin/env bash
# The Jenkins side: vars/*.groovy on the engine of test/groovy, and CodeNarc with its CPS rules. The first run downloads.
# With --all Jenkinsfile.example too, on the sample workload: some minutes.
set -euo pipefail
cd "$(dirname "$0")/.."
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
groups=example
[ "${1:-}" != --all ] || groups=none
export MAVEN_OPTS="${MAVEN_OPTS:-} -XX:TieredStopAtLevel=1 -XX:+UseSerialGC"

maven() { # maven <project> <goal>...: without the network where all is there already
  local project=$1; shift
  if [ "$project/target/.downloaded" -nt "$project/pom.xml" ]; then mvn -B -q -o -f "$project" "$@"; return; fi
  mvn -B -q -f "$project" "$@" && mkdir -p "$project/target" && touch "$project/target/.downloaded"
}

lint() {
  local files found
  maven test/groovy/codenarc org.codehaus.mojo:exec-maven-plugin:3.5.0:exec >"$work/lint.txt" 2>&1 || { cat "$work/lint.txt"; return 1; }
  # Without a class it cannot find, CodeNarc leaves rules out and still exits with 0: so count, and look for the canary.
  files=$({ find vars src -name '*.groovy' 2>/dev/null || true; } | wc -l) # vars may not be there
  found=$(grep -c 'Violation:' "$work/lint.txt" || true)
  if grep -q 'Compilation failed' "$work/lint.txt" || ! grep -q "TotalFiles=$((files + 1)) " "$work/lint.txt" ||
    ! grep -q 'Rule=ForbiddenCallInCpsMethod .*\[3, 1\]' "$work/lint.txt" || [ "$found" != 1 ]; then
    cat "$work/lint.txt"
    echo "CodeNarc: $files files and the canary expected, with the canary's fault as the only one" >&2
    return 1
  fi
  echo "CodeNarc: $files files without faults"
}

bundle=resources/perf-report/perf-report.mjs
[ -d dist/client ] || npx tsx scripts/build.ts
if [ ! -f "$bundle" ] || [ -n "$(find src scripts/library scripts/build-library.ts templates package.json -type f -newer "$bundle" -print -quit)" ]; then npx tsx scripts/build-library.ts; fi

rm -rf test/groovy/target/surefire-reports
lint & lint=$!
tests=0
maven test/groovy test "-Dexcluded.groups=$groups" >"$work/tests.txt" 2>&1 || tests=$?
[ "$tests" = 0 ] || cat "$work/tests.txt"
wait "$lint"
[ "$tests" = 0 ]
echo "groovy: $(grep -ho 'tests="[0-9]*"' test/groovy/target/surefire-reports/TEST-*.xml | grep -o '[0-9]*' | awk '{ sum += $1 } END { print sum }') tests passed in $SECONDS s"
if [ "$groups" = none ]; then
  # The pages that the builds of the example published, in a browser.
  PUBLISHED_REPORTS="$PWD/test/groovy/target/published" npx mocha --no-config --node-option import=tsx --require ./test/browser/support/browser.ts --timeout 120000 test/browser/published.test.ts
fi
