import type { Command } from './command.ts';
import { gateFlags, readGateFlags, readPath } from './compare-options.ts';
import { positionals, readCommon } from './common-options.ts';
import { refuseMissing } from './missing-input.ts';
import { pageFlags, readPageFlags } from './page-options.ts';
import { processShell } from './shell.ts';

const options: Command['options'] = {
  ...pageFlags('all, junit where something was compared'),
  baseline: { alias: 'b', type: 'string', requiresArg: true, describe: 'Run directory, profiles or report.json to compare with' },
  ...gateFlags,
  open: { type: 'boolean', describe: 'Open the page (on a terminal, never in CI)' },
  json: { type: 'boolean', describe: 'Print report.json on standard output and nothing else there' },
};

function baselineOf(value: unknown): string | null {
  const path = readPath('baseline', value);
  return path === null ? null : (refuseMissing([path])[0] ?? null);
}

export const reportCommand: Command = {
  command: ['report <dirs..>', '$0'],
  describe: 'Make the report of all profiles below a directory (the default command)',
  options,
  builder: (args) =>
    args
      .positional('dirs', { type: 'string', default: undefined, describe: 'Directories of profiles, or profiles' })
      .options(options)
      .example('$0 logs_local/profiling/latest', 'writes profile-report/index.html')
      .example('$0 base/ head/ -o out --top 100', 'profiles of two directories in one report'),
  handler: async (argv) => {
    const { runReport } = await import('./run-report.ts');
    const values = {
      ...readCommon(argv),
      ...readPageFlags(argv),
      inputs: refuseMissing(positionals(argv['dirs'])),
      baseline: baselineOf(argv['baseline']),
      preferPairs: true,
      gate: readGateFlags(argv),
      open: argv['open'] === true,
      json: argv['json'] === true,
    };
    process.exitCode = await runReport(values, processShell());
  },
};
