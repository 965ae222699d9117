import type { ColorChoice } from '../terminal/color.ts';
import type { Command } from './command.ts';
import { parseChoice } from './flags.ts';

export const colorChoices = ['auto', 'always', 'never'] as const;

/** Flags that every command takes. */
export const commonOptions: Command['options'] = {
  color: { type: 'string', requiresArg: true, choices: colorChoices, default: 'auto', describe: 'Colours; auto also looks at NO_COLOR and FORCE_COLOR' },
  quiet: { alias: 'q', type: 'boolean', describe: 'Print errors only' },
  debug: { type: 'boolean', describe: 'Print stack traces of errors' },
};

export interface CommonOptions {
  readonly color: ColorChoice;
  readonly quiet: boolean;
}

/** The common options as values. Throws UserError. */
export function readCommon(argv: Record<string, unknown>): CommonOptions {
  return { color: parseChoice('color', argv['color'], colorChoices) ?? 'auto', quiet: argv['quiet'] === true };
}

/** The words of a positional that may be repeated. */
export function positionals(value: unknown): string[] {
  return (Array.isArray(value) ? value : [value]).filter((word) => word !== undefined).map(String);
}
