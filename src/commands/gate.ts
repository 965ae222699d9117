import type { Command } from './command.ts';
import { readCommon } from './common-options.ts';
import { gateFlags, readGateFlags, readPath } from './compare-options.ts';
import { refuseMissing } from './missing-input.ts';
import { processShell } from './shell.ts';

const options: Command['options'] = {
  ...gateFlags,
  junit: { type: 'string', requiresArg: true, describe: 'File to write JUnit results to' },
  json: { type: 'boolean', describe: 'Print the verdicts as JSON and nothing else' },
};

export const gateCommand: Command = {
  command: 'gate <report>',
  describe: 'Judge the samples of a report.json again, without running anything',
  options,
  builder: (args) =>
    args
      .positional('report', { type: 'string', describe: 'report.json' })
      .options(options)
      .example('$0 gate profile-report/report.json --threshold wall=15%', 'with another limit')
      .example('$0 gate profile-report/report.json --junit junit.xml', 'for the test report of the build'),
  handler: async (argv) => {
    const { runGate } = await import('./run-gate.ts');
    const [report] = refuseMissing([String(argv['report'])]) as [string];
    process.exitCode = await runGate({ ...readCommon(argv), report, gate: readGateFlags(argv), junit: readPath('junit', argv['junit']), json: argv['json'] === true }, processShell());
  },
};
