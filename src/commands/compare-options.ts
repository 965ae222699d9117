import { parsePercent } from '../config/quantities.ts';
import type { SettingsRequest } from '../config/resolve-settings.ts';
import { UserError } from '../core/errors.ts';
import type { Command } from './command.ts';
import { once, parseChoice } from './flags.ts';

export const failOnChoices = ['regression', 'inconclusive', 'never'] as const;
export type FailOn = (typeof failOnChoices)[number];

/** Flags that decide what a comparison does to the build. */
export const gateFlags: Command['options'] = {
  threshold: { type: 'string', requiresArg: true, describe: 'Limit of a metric in place of the configured one: wall=15%; several with commas' },
  strict: { type: 'boolean', describe: 'Fail only where even the bound that is 95 % sure is beyond the limit; --no-strict beats the configuration' },
  'fail-on': { type: 'string', requiresArg: true, choices: failOnChoices, default: 'regression', describe: 'What ends with exit code 1; inconclusive means regressions too' },
  'exit-code': { type: 'boolean', default: true, describe: '--no-exit-code ends with 0 whatever the gate says' },
};

export interface GateOptions {
  /** Shares by metric. */
  readonly thresholds: ReadonlyMap<string, number>;
  readonly failOn: FailOn;
  /** Null leaves it to the configuration. */
  readonly strict: boolean | null;
  /** What the configuration is read with, where a call says more of it than its place. */
  readonly settings?: Partial<Pick<SettingsRequest, 'flags' | 'gates'>>;
}

/** The values of `gateFlags`. Throws UserError. */
export function readGateFlags(argv: Readonly<Record<string, unknown>>): GateOptions {
  const failOn = parseChoice('fail-on', argv['fail-on'], failOnChoices) ?? 'regression';
  return { thresholds: parseThresholds(argv['threshold']), failOn: argv['exit-code'] === false ? 'never' : failOn, strict: typeof argv['strict'] === 'boolean' ? argv['strict'] : null };
}

/** "wall=15%,cpu=20%" as shares; the flag may be given several times. */
function parseThresholds(value: unknown): Map<string, number> {
  const thresholds = new Map<string, number>();
  const words = value === undefined ? [] : (Array.isArray(value) ? value : [value]).flatMap((each) => String(each).split(','));
  for (const word of words) {
    const at = word.lastIndexOf('=');
    const metric = word.slice(0, Math.max(0, at)).trim();
    const share = parsePercent(word.slice(at + 1).trim());
    if (metric === '' || share === undefined) throw new UserError(`--threshold needs a metric and a limit in percent, not "${word}"`, 'for example --threshold wall=15%');
    if (thresholds.has(metric)) throw new UserError(`--threshold names ${metric} twice`, 'give each metric one limit');
    thresholds.set(metric, share);
  }
  return thresholds;
}

/** The one path of a flag. Throws UserError where it was given twice or is empty. */
export function readPath(flag: string, value: unknown): string | null {
  const path = once(flag, value) ?? null;
  if (path?.trim() === '') throw new UserError(`--${flag} needs a path`);
  return path;
}
