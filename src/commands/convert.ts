import type { Command } from './command.ts';
import { readCommon } from './common-options.ts';
import { once } from './flags.ts';
import { refuseMissing } from './missing-input.ts';
import { processShell } from './shell.ts';

const options: Command['options'] = {
  to: { type: 'string', requiresArg: true, describe: 'Format to write: an id that perf-report formats lists' },
  profile: { type: 'string', requiresArg: true, describe: 'Which profile of a file that holds several: number or title' },
};

export const convertCommand: Command = {
  command: 'convert <in> <out>',
  describe: 'Write a profile in another format',
  options,
  builder: (args) =>
    args
      .positional('in', { type: 'string', describe: 'Profile in any format that is read' })
      .positional('out', { type: 'string', describe: 'File to write; its ending says the format. "-" is standard output' })
      .options(options)
      .example('$0 convert profile.stats profile.speedscope.json', 'for https://www.speedscope.app')
      .example('$0 convert app.cpuprofile - --to folded', 'on standard output'),
  handler: async (argv) => {
    const { runConvert } = await import('./run-convert.ts');
    const [input = ''] = refuseMissing([wordOf(argv['in'])]);
    const values = { ...readCommon(argv), input, output: wordOf(argv['out']), to: once('to', argv['to']), profile: once('profile', argv['profile']) };
    process.exitCode = await runConvert(values, processShell());
  },
};

/** yargs gives the word "-" as ''. An empty word is no file name, so nothing is lost. */
function wordOf(value: unknown): string {
  return value === '' ? '-' : String(value);
}
