import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { UserError } from '../core/errors.ts';

/** File names that are looked for. */
export const configNames: readonly string[] = ['yaml', 'yml', 'json', 'js', 'mjs'].map((ending) => `perf-report.config.${ending}`);

export interface FoundConfig {
  /** Absolute; null where there is none. */
  readonly file: string | null;
  /** The nearest directory with `.git`, at or above the start; null outside of a repository. */
  readonly gitRoot: string | null;
}

/**
 * Looks for a configuration file in `start` and above it, up to the git root; outside of a repository in
 * `start` alone, since a stranger's file further up, in /tmp say, must not decide what runs. Throws
 * UserError where one directory holds two.
 */
export function findConfig(start: string): FoundConfig {
  const passed: string[] = [];
  for (let directory = resolve(start); ; directory = dirname(directory)) {
    passed.push(directory);
    if (existsSync(join(directory, '.git'))) return { file: firstConfig(passed), gitRoot: directory };
    if (directory === dirname(directory)) return { file: firstConfig(passed.slice(0, 1)), gitRoot: null };
  }
}

function firstConfig(directories: readonly string[]): string | null {
  for (const directory of directories) {
    const file = configIn(directory);
    if (file !== null) return file;
  }
  return null;
}

/** The configuration file in `directory` itself. Throws UserError where there are two. */
export function configIn(directory: string): string | null {
  const [first, second] = configNames.filter((name) => existsSync(join(directory, name)));
  if (first !== undefined && second !== undefined) {
    throw new UserError(`${directory} holds two configuration files: ${first} and ${second}`, 'delete one of them, or name the one to use with --config');
  }
  return first === undefined ? null : join(directory, first);
}
