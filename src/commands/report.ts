import type { Command } from './command.ts';
import { gateFlags, readGateFlags, readPath } from './compare-options.ts';
import { positionals, readCommon } from './common-options.ts';
import { once, parseCount, parseList, parsePattern, parseSize } from './flags.ts';
import { refuseMissing } from './missing-input.ts';
import { reportFormats } from './report-formats.ts';
import { processShell } from './shell.ts';

const options: Command['options'] = {
  output: { alias: 'o', type: 'string', requiresArg: true, default: 'profile-report', describe: 'Directory to write the report to' },
  format: { type: 'string', requiresArg: true, describe: 'What to write: html, json, md, junit; several with commas [all, junit where something was compared]' },
  'max-size': { type: 'string', requiresArg: true, default: '25MiB', describe: 'Bound of index.html; what is left out is listed' },
  top: { alias: 'n', type: 'string', requiresArg: true, default: '40', describe: 'Functions a table lists; 0 lists all' },
  focus: { type: 'string', requiresArg: true, describe: 'Keep only stacks with a function that matches this pattern' },
  ignore: { type: 'string', requiresArg: true, describe: 'Leave out stacks with a function that matches this pattern' },
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
      inputs: refuseMissing(positionals(argv['dirs'])),
      output: once('output', argv['output']) ?? 'profile-report',
      formats: argv['format'] === undefined ? null : parseList('format', argv['format'], reportFormats),
      maxBytes: parseSize('max-size', argv['max-size']) ?? 25 * 1024 ** 2,
      top: parseCount('top', argv['top']) ?? 40,
      focus: parsePattern('focus', argv['focus']),
      ignore: parsePattern('ignore', argv['ignore']),
      baseline: baselineOf(argv['baseline']),
      preferPairs: true,
      gate: readGateFlags(argv),
      open: argv['open'] === true,
      json: argv['json'] === true,
    };
    process.exitCode = await runReport(values, processShell());
  },
};
