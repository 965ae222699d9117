import { stringify } from 'yaml';
import type { Proposal } from './init-proposal.ts';

/** Runs wherever perf-report runs. */
export const templateProposal: Proposal = {
  name: 'sample',
  command: 'node -e "let sum = 0; for (let i = 0; i < 3e7; i++) sum += i % 7; console.log(sum)"',
  why: 'A stand-in: replace the command by one of your program.',
  setup: null,
  steps: [],
};

/** The text of perf-report.config.yaml. `schema` is the path or address of its JSON Schema. */
export function configText(proposals: readonly Proposal[], schema: string): string {
  const first = proposals[0]?.name ?? templateProposal.name;
  return `# yaml-language-server: $schema=${schema}
# What perf-report measures, and how. Try it:
#   npx perf-report run ${first} && npx perf-report logs_local/profiling/latest
# perf-report run --print-config shows every setting and its default.
outDir: logs_local/profiling

# A good workload ends by itself after some seconds and does the same work every time.
workloads:
${proposals.map((proposal, index) => workloadText(proposal, index === 0)).join('\n')}
# How long old runs are kept: numbers, and how many runs keep their profiles.
retention: { metrics: 400d, profiles: 30 }
`;
}

function workloadText({ name, command, why, setup }: Proposal, explain: boolean): string {
  const lines = [`  # ${why}`, `  ${name}:`, `    command: ${stringify(command, { lineWidth: 0 }).trimEnd()}`];
  if (setup !== null) lines.push(`    # setup: ${setup}`);
  if (explain) {
    lines.push(
      '    # runs: 10                        # measured executions, after 1 that warms up',
      '    # timeout: 1h                     # of one execution',
      '    # profilers: auto                 # picks by the command; or a list, as [cprofile, tracemalloc]',
      '    # env: { ASSETS: 2000 }',
      '    # counters: out/counters.json     # numbers that the workload writes, as {"assets": 250}',
      '    # gates:',
      '    #   - { metric: wall, threshold: 10%, criticality: UNSTABLE }',
    );
  }
  return `${lines.join('\n')}\n`;
}
