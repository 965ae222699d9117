import type { Command } from './command.ts';
import { readCommon } from './common-options.ts';
import { once } from './flags.ts';
import { processShell } from './shell.ts';

const options: Command['options'] = {
  config: { alias: 'c', type: 'string', requiresArg: true, describe: 'Configuration file; its workloads say which interpreters to try' },
  json: { type: 'boolean', describe: 'Print perf-report/doctor/v1 JSON and nothing else' },
};

export const doctorCommand: Command = {
  command: 'doctor',
  describe: 'Try what measures and profiles on this machine, and say what to do where it does not work',
  options,
  builder: (args) => args.options(options).example('$0 doctor', 'try everything').example('$0 doctor --json', 'the same for programs'),
  handler: async (argv) => {
    const { runDoctor } = await import('./run-doctor.ts');
    process.exitCode = await runDoctor({ ...readCommon(argv), config: once('config', argv['config']), json: argv['json'] === true }, processShell());
  },
};
