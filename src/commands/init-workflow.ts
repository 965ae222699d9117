import { stringify } from 'yaml';
import type { Proposal, WorkflowStep } from './init-proposal.ts';

/** The text of .github/workflows/profiling.yml for some workloads; `proposals` say what their languages need. */
export function workflowText(workloads: readonly string[], proposals: readonly Proposal[]): string {
  const steps: (WorkflowStep & { readonly if?: string })[] = [
    // All commits: the base of a change must be there to compare with.
    { uses: 'actions/checkout@v4', with: { 'fetch-depth': 0 } },
    { uses: 'actions/setup-node@v4', with: { 'node-version': 22 } },
    ...proposals.flatMap((proposal) => proposal.steps),
    { name: 'Measure and profile', run: `npx perf-report run ${workloads.join(' ')}` },
    { name: 'Report', if: 'always()', run: 'npx perf-report logs_local/profiling/latest' },
    { name: 'Summary', if: 'always()', run: 'if [ -f profile-report/summary.md ]; then cat profile-report/summary.md >> "$GITHUB_STEP_SUMMARY"; fi' },
    {
      if: 'always()',
      uses: 'actions/upload-artifact@v4',
      with: { name: 'profile-report', path: 'profile-report/\nlogs_local/profiling/latest/\n', 'retention-days': 30 },
    },
  ];
  const workflow = {
    name: 'profiling',
    on: { push: null, pull_request: null, workflow_dispatch: null },
    permissions: { contents: 'read' },
    jobs: { profile: { 'runs-on': 'ubuntu-latest', 'timeout-minutes': 60, steps } },
  };
  return `# Measures the workloads of perf-report.config.* and keeps the report as an artifact and as the summary of the job.\n${stringify(workflow, { lineWidth: 0, nullStr: '' })}`;
}
