/** The call of the shared library for some workloads; their names need no escapes. */
export function profileStep(workloads: readonly string[]): string {
  const quoted = workloads.map((name) => `'${name}'`);
  return `profileRun(workload: ${quoted.length === 1 ? (quoted[0] ?? '') : `[${quoted.join(', ')}]`})`;
}

/** The text of a Jenkinsfile that measures and publishes "Profile Report". */
export function jenkinsfileText(workloads: readonly string[]): string {
  return `// Needs: perf-report as a global library of that name, Node 20.19 or newer on the agent, and the HTML Publisher plugin.
@Library('perf-report@v1') _

pipeline {
  agent any
  options {
    timeout(time: 1, unit: 'HOURS')
    disableConcurrentBuilds()
    // Profiles are large: keep those of the last 10 builds, and the logs of 50.
    buildDiscarder(logRotator(numToKeepStr: '50', artifactNumToKeepStr: '10'))
  }
  stages {
    stage('Profile') {
      steps {
        ${profileStep(workloads)}
      }
    }
  }
}
`;
}
