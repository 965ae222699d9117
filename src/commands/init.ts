import type { Command } from './command.ts';
import { readCommon } from './common-options.ts';
import { processShell } from './shell.ts';

const options: Command['options'] = {
  force: { type: 'boolean', describe: 'Overwrite files that are there' },
  'dry-run': { type: 'boolean', describe: 'Print what would be written, and write nothing' },
};

export const initCommand: Command = {
  command: 'init',
  describe: 'Write a configuration, a Jenkinsfile and a GitHub workflow to start from',
  options,
  builder: (args) => args.options(options).example('$0 init --dry-run', 'what it would write for this project').example('$0 init', 'write what is not there yet'),
  handler: async (argv) => {
    const { runInit } = await import('./run-init.ts');
    process.exitCode = await runInit({ ...readCommon(argv), force: argv['force'] === true, dryRun: argv['dry-run'] === true }, processShell());
  },
};
