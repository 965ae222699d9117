import type { Command } from './command.ts';
import { readCommon } from './common-options.ts';
import { gateFlags, readGateFlags } from './compare-options.ts';
import { refuseMissing } from './missing-input.ts';
import { pageFlags, readPageFlags } from './page-options.ts';
import { processShell } from './shell.ts';

const options: Command['options'] = {
  ...pageFlags('all'),
  ...gateFlags,
  json: { type: 'boolean', describe: 'Print report.json on standard output and nothing else there' },
};

export const compareCommand: Command = {
  command: 'compare <base> <head>',
  describe: 'Compare two runs or profiles and judge the second',
  options,
  builder: (args) =>
    args
      .positional('base', { type: 'string', describe: 'Run directory, directory of profiles, profile, or report.json' })
      .positional('head', { type: 'string', describe: 'What is judged, likewise' })
      .options(options)
      .example('$0 compare base.stats head.stats', 'which functions changed, and why')
      .example('$0 compare main/ branch/ --fail-on inconclusive', 'several profiles of one program in a directory are its runs'),
  handler: async (argv) => {
    const { runReport } = await import('./run-report.ts');
    const [base, head] = refuseMissing([String(argv['base']), String(argv['head'])]) as [string, string];
    const values = {
      ...readCommon(argv),
      ...readPageFlags(argv),
      inputs: [head],
      baseline: base,
      preferPairs: false,
      gate: readGateFlags(argv),
      open: false,
      json: argv['json'] === true,
    };
    process.exitCode = await runReport(values, processShell());
  },
};
