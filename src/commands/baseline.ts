import type { Command } from './command.ts';
import { readCommon } from './common-options.ts';
import { once } from './flags.ts';
import { processShell } from './shell.ts';

const actions = ['show', 'list', 'accept'] as const;
const text = (describe: string): Command['options'][string] => ({ type: 'string', requiresArg: true, describe });

const options: Command['options'] = {
  workload: text('accept: the workload'),
  metric: text('accept: the metric, as wall'),
  function: text('accept: the function, for a gate on one'),
  why: text('accept: the reason'),
  until: text('accept: last day on which it holds, as 2027-01-31'),
  who: text('accept: who decides [user.name of git]'),
  replace: { type: 'boolean', describe: 'accept: in place of an entry that is there' },
  json: { type: 'boolean', describe: 'Print JSON and nothing else' },
};

export const baselineCommand: Command = {
  command: 'baseline <action> [path]',
  describe: 'Show a baseline, list accepted regressions, accept one',
  options,
  builder: (args) =>
    args
      .positional('action', { type: 'string', choices: actions, describe: 'What to do' })
      .positional('path', { type: 'string', describe: 'show: run directory or report.json; accept: report.json' })
      .options(options)
      .example('$0 baseline show logs_local/profiling/latest', 'what a comparison with this run would stand on')
      .example("$0 baseline accept profile-report/report.json --workload sample --metric wall --why 'new tagger'", 'its slowdown is a note from now on'),
  handler: async (argv) => {
    const { runBaseline } = await import('./run-baseline.ts');
    const word = (name: string): string | null => once(name, argv[name]) ?? null;
    const accept = { workload: word('workload'), metric: word('metric'), function: word('function'), why: word('why'), until: word('until'), who: word('who'), replace: argv['replace'] === true };
    process.exitCode = await runBaseline({ ...readCommon(argv), action: String(argv['action']) as (typeof actions)[number], path: word('path'), accept, json: argv['json'] === true }, processShell());
  },
};
