import type { Command } from './command.ts';
import { readCommon } from './common-options.ts';
import { gateFlags, readGateFlags } from './compare-options.ts';
import { once, parseCount, parseList, parsePattern, parseSize } from './flags.ts';
import { refuseMissing } from './missing-input.ts';
import { reportFormats } from './report-formats.ts';
import { processShell } from './shell.ts';

const options: Command['options'] = {
  output: { alias: 'o', type: 'string', requiresArg: true, default: 'profile-report', describe: 'Directory to write the report to' },
  format: { type: 'string', requiresArg: true, describe: 'What to write: html, json, md, junit; several with commas [all]' },
  'max-size': { type: 'string', requiresArg: true, default: '25MiB', describe: 'Bound of index.html; what is left out is listed' },
  top: { alias: 'n', type: 'string', requiresArg: true, default: '40', describe: 'Functions a table lists; 0 lists all' },
  focus: { type: 'string', requiresArg: true, describe: 'Keep only stacks with a function that matches this pattern' },
  ignore: { type: 'string', requiresArg: true, describe: 'Leave out stacks with a function that matches this pattern' },
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
      inputs: [head],
      baseline: base,
      preferPairs: false,
      gate: readGateFlags(argv),
      output: once('output', argv['output']) ?? 'profile-report',
      formats: argv['format'] === undefined ? null : parseList('format', argv['format'], reportFormats),
      maxBytes: parseSize('max-size', argv['max-size']) ?? 25 * 1024 ** 2,
      top: parseCount('top', argv['top']) ?? 40,
      focus: parsePattern('focus', argv['focus']),
      ignore: parsePattern('ignore', argv['ignore']),
      open: false,
      json: argv['json'] === true,
    };
    process.exitCode = await runReport(values, processShell());
  },
};
