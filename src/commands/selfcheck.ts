import { parseTimeout } from '../config/quantities.ts';
import { runFlagOptions } from '../config/run-flags.ts';
import { UserError } from '../core/errors.ts';
import type { Command } from './command.ts';
import { positionals, readCommon } from './common-options.ts';
import { once, parseCount } from './flags.ts';
import { processShell } from './shell.ts';

const defaultComparisons = 20;
/** As many as are kept. */
const maxComparisons = 5000;
const ofRun = ['command', 'setup', 'cwd', 'pairs', 'warmup', 'timeout', 'counters', 'instructions', 'out-dir', 'config'] as const;

const options: Command['options'] = {
  comparisons: { type: 'string', requiresArg: true, describe: `Comparisons of each workload [${defaultComparisons}]` },
  budget: { type: 'string', requiresArg: true, describe: 'Time after which no further comparison begins: 10m, 1h, none [none]' },
  ...Object.fromEntries(ofRun.flatMap((name) => (runFlagOptions[name] === undefined ? [] : [[name, runFlagOptions[name]]]))),
  json: { type: 'boolean', describe: 'Print the comparisons and what they show as JSON and nothing else' },
};

export const selfCheckCommand: Command = {
  command: 'selfcheck [workloads..]',
  describe: 'Compare unchanged code with itself, to see how often the gate is wrong here',
  options,
  builder: (args) =>
    args
      .positional('workloads', { type: 'string', default: undefined, describe: 'Names from the configuration; none checks all' })
      .options(options)
      .example('$0 selfcheck sample --comparisons 300', 'enough to show at most 1 % of false alarms')
      .example('$0 selfcheck --budget 10m -- python3 app.py', 'as many as fit, of any command'),
  handler: async (argv) => {
    const { runSelfCheck } = await import('./run-selfcheck.ts');
    const values = { ...readCommon(argv), workloads: positionals(argv['workloads']), argv, json: argv['json'] === true };
    process.exitCode = await runSelfCheck({ ...values, comparisons: readComparisons(argv['comparisons']), budgetSeconds: readBudget(argv['budget']) }, processShell());
  },
};

function readComparisons(value: unknown): number {
  const count = parseCount('comparisons', value) ?? defaultComparisons;
  if (count < 1 || count > maxComparisons) throw new UserError(`--comparisons needs a whole number from 1 to ${maxComparisons}, not "${count}"`, `for example --comparisons ${defaultComparisons}`);
  return count;
}

function readBudget(value: unknown): number | null {
  const text = once('budget', value);
  const seconds = text === undefined ? null : parseTimeout(text);
  if (seconds === undefined) throw new UserError(`--budget needs a time, not "${text ?? ''}"`, 'for example --budget 10m, or none');
  return seconds;
}
