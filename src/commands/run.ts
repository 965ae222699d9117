import { runFlagOptions } from '../config/run-flags.ts';
import type { Command } from './command.ts';
import { positionals, readCommon } from './common-options.ts';
import { processShell } from './shell.ts';

const options: Command['options'] = {
  ...runFlagOptions,
  'print-config': { type: 'boolean', describe: 'Print the settings and where each comes from, and run nothing' },
  json: { type: 'boolean', describe: 'Print the run directory and its records as JSON and nothing else' },
};

export const runCommand: Command = {
  command: 'run [workloads..]',
  describe: 'Run workloads, measure and profile them',
  options,
  builder: (args) =>
    args
      .positional('workloads', { type: 'string', default: undefined, describe: 'Names from the configuration; none runs all' })
      .options(options)
      .example('$0 run sample', 'the workload `sample` of perf-report.config.yaml')
      .example('$0 run --runs 5 -- python3 app.py --fast', 'any command, without a configuration'),
  handler: async (argv) => {
    const { runRun } = await import('./run-run.ts');
    const values = { ...readCommon(argv), workloads: positionals(argv['workloads']), argv, printConfig: argv['print-config'] === true, json: argv['json'] === true };
    process.exitCode = await runRun(values, processShell());
  },
};
