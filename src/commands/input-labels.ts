import { isAbsolute, normalize, relative, resolve, sep } from 'node:path';
import { statSync } from 'node:fs';
import type { InputPath } from '../io/discover.ts';

/**
 * What the report calls its inputs. One directory needs no name; several are told apart by as much
 * of their paths as that takes, never by more: a report goes places where home directories should not.
 */
export function inputLabels(inputs: readonly string[], cwd: string): InputPath[] {
  const only = inputs.length === 1 ? inputs[0] : undefined;
  if (only !== undefined && statSync(resolve(cwd, only), { throwIfNoEntry: false })?.isDirectory() === true) return [{ path: only, label: '' }];
  const parts = inputs.map((input) => partsOf(input, cwd));
  return inputs.map((path, index) => ({ path, label: shortest(parts, index) }));
}

/** Parts of the path below the working directory, or of the whole path where it lies elsewhere. */
function partsOf(input: string, cwd: string): string[] {
  const below = relative(cwd, resolve(cwd, input));
  const shown = below === '' ? '.' : below.startsWith('..') || isAbsolute(below) ? resolve(cwd, input) : normalize(below);
  return shown.split(sep).filter((part) => part !== '');
}

function shortest(all: readonly (readonly string[])[], index: number): string {
  const own = all[index] as readonly string[];
  for (let count = 1; count < own.length; count++) {
    const label = own.slice(-count).join('/');
    if (all.every((other, at) => at === index || other.slice(-count).join('/') !== label)) return label;
  }
  return own.join('/');
}
