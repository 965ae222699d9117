#!/bin/sh
# Starts perf-report on an agent; written there by the Jenkins library. Made from scripts/library by npm run build:library.
# PERF_REPORT_REPORTER: "auto", or a command of the Jenkinsfile that starts the program. Exit code 90: no Node; 91: too old.
set -u
agent=${NODE_NAME:-this machine}
node=$(command -v node || command -v nodejs || true)
remedy='install Node 20.19 or newer there, or run this stage in a container image that has it'
if [ -z "$node" ]; then
  echo "perf-report: no Node on $agent: $remedy" >&2
  exit 90
fi
if ! "$node" -e 'var v=process.versions.node.split(".");process.exit(v[0]>20||(v[0]==20&&v[1]>=19)?0:1)'; then
  echo "perf-report: Node $("$node" --version) on $agent is too old: $remedy" >&2
  exit 91
fi
reporter=${PERF_REPORT_REPORTER:-auto}
if [ "$reporter" != auto ]; then
  # A command with its arguments: text of the Jenkinsfile, as that of an sh step.
  exec sh -c "$reporter ci"
fi
installed=node_modules/.bin/perf-report
if [ -f "$installed" ]; then
  if [ "$("$node" "$installed" --protocol 2>/dev/null)" = '1' ]; then
    echo "perf-report: the one in node_modules, $("$node" "$installed" --version)"
    exec "$node" "$installed" ci
  fi
  echo "perf-report: the one in node_modules does not fit this library (protocol 1) and is passed over"
fi
if [ -f "${PERF_REPORT_BUNDLE:-}" ]; then
  exec "$node" "$PERF_REPORT_BUNDLE" ci
fi
exec npx --yes perf-report@0.1.0 ci
