import { stringify } from 'yaml';
import { ciProtocol } from '../config/ci-protocol.ts';
import { toolVersion } from '../io/version.ts';
import type { Proposal, WorkflowStep } from './init-proposal.ts';

/** Where the call leaves its files; one call per job needs one name. */
const directory = 'perf-report-1-1';

/**
 * The text of .github/workflows/profiling.yml for some workloads; `proposals` say what their languages need. One request measures against the
 * base, reports and gates (docs/ci-protocol.md), so the job needs neither an action of others nor a token.
 */
export function workflowText(workloads: readonly string[], proposals: readonly Proposal[]): string {
  const request = JSON.stringify({ protocol: ciProtocol, mode: 'run', directory, workload: workloads });
  const steps: (WorkflowStep & { readonly if?: string; readonly env?: Readonly<Record<string, string>> })[] = [
    // All commits: the base of a change must be there to compare with.
    { uses: 'actions/checkout@v4', with: { 'fetch-depth': 0 } },
    { uses: 'actions/setup-node@v4', with: { 'node-version': 22 } },
    ...proposals.flatMap((proposal) => proposal.steps),
    {
      name: 'Measure, report and gate',
      env: {
        PERF_REPORT_REQUEST: request,
        // On the target branch the base is the commit before the push.
        GIT_PREVIOUS_SUCCESSFUL_COMMIT: "${{ github.event_name == 'push' && github.event.before || '' }}",
      },
      run: `npx --yes perf-report@${toolVersion()} ci`,
    },
    { name: 'Summary', if: 'always()', run: `if [ -f ${directory}/report/summary.md ]; then cat ${directory}/report/summary.md >> "$GITHUB_STEP_SUMMARY"; fi` },
    {
      if: 'always()',
      uses: 'actions/upload-artifact@v4',
      with: { name: 'profile-report', path: `${directory}/\nlogs_local/profiling/latest/\n`, 'retention-days': 30 },
    },
  ];
  const workflow = {
    name: 'profiling',
    on: { push: null, pull_request: null, workflow_dispatch: null },
    permissions: { contents: 'read' },
    jobs: { profile: { 'runs-on': 'ubuntu-latest', 'timeout-minutes': 60, steps } },
  };
  return `# Measures the workloads of perf-report.config.* against the commit that a change comes from: report as artifact and summary, gate by exit code.\n${stringify(workflow, { lineWidth: 0, nullStr: '' })}`;
}
