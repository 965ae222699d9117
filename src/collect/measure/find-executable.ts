import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';
import { systemErrorCode } from '../../core/system-error.ts';

/** Every executable file of that name in the directories of PATH, in order. Relative directories are left out. */
export function findExecutables(name: string, path: string = process.env['PATH'] ?? ''): string[] {
  const directories = new Set(path.split(delimiter).filter((directory) => isAbsolute(directory)));
  return [...directories].map((directory) => join(directory, name)).filter(isExecutable);
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch (error) {
    if (systemErrorCode(error) !== null) return false;
    throw error;
  }
}
