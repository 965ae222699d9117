import type { Command } from './command.ts';
import { readCommon } from './common-options.ts';
import { processShell } from './shell.ts';

const options: Command['options'] = {
  json: { type: 'boolean', describe: 'Print perf-report/formats/v1 JSON and nothing else' },
};

export const formatsCommand: Command = {
  command: 'formats',
  describe: 'List the profile formats that are read, and how each is recognised',
  options,
  builder: (args) =>
    args
      .options(options)
      .example('$0 formats', 'what is read, written, and recognised but not read')
      .example('$0 formats --json', 'the same for programs'),
  handler: async (argv) => {
    const { runFormats } = await import('./run-formats.ts');
    runFormats({ ...readCommon(argv), json: argv['json'] === true }, processShell());
  },
};
