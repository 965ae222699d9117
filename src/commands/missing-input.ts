import { existsSync } from 'node:fs';
import { UserError } from '../core/errors.ts';
import { commandNames } from './command-names.ts';
import { nearest } from '../core/nearest.ts';

/**
 * Because report is the default command, a mistyped command arrives as a directory that does not
 * exist. Throws UserError for a missing input, with the command that it was probably meant to be.
 */
export function refuseMissing(inputs: readonly string[]): readonly string[] {
  for (const input of inputs) {
    if (existsSync(input)) continue;
    const near = /[/\\.]/.test(input) ? null : nearest(input, commandNames);
    if (near !== null) throw new UserError(`there is no command and no directory "${input}"`, `did you mean perf-report ${near}?`);
    throw new UserError(`there is no file or directory "${input}"`, 'name a directory of profiles, or a profile');
  }
  return inputs;
}
