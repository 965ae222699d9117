import type { Command } from './command.ts';
import { processShell } from './shell.ts';

const options: Command['options'] = {};

export const ciCommand: Command = {
  command: 'ci',
  describe: 'Do what a CI integration asks for in PERF_REPORT_REQUEST (docs/ci-protocol.md)',
  options,
  builder: (args) =>
    args
      .options(options)
      .example(`PERF_REPORT_REQUEST='{"protocol":1,"mode":"run","directory":"perf-report-1-1"}' $0 ci`, 'what the Jenkins library calls')
      .example('PERF_REPORT_REQUEST_FILE=request.json $0 ci', 'a request that is too long for the environment'),
  handler: async () => {
    const { runCi } = await import('./run-ci.ts');
    process.exitCode = await runCi(processShell());
  },
};
