import { readFile, stat } from 'node:fs/promises';
import { UserError } from '../core/errors.ts';
import { describeSystemError, systemErrorCode } from '../core/system-error.ts';

/** A kind of JSON file that this program keeps and reads again. */
export interface OwnFile {
  readonly schema: string;
  readonly maxMiB: number;
  /** "file of accepted regressions". */
  readonly what: string;
  /** What to do with a file that is none of these, that is no JSON, and that another version wrote. */
  readonly hints: { readonly foreign: string; readonly damaged: string; readonly version: string };
}

/** The object in a file of ours, null where there is no file. Throws UserError for what is too large, no file, no JSON, or of another schema. */
export async function readOwnJson(path: string, { schema, maxMiB, what, hints }: OwnFile): Promise<Record<string, unknown> | null> {
  let text: string;
  try {
    const found = await stat(path);
    if (found.size > maxMiB * 1024 ** 2) throw new UserError(`${path} is larger than ${maxMiB} MiB and no ${what}`, hints.foreign);
    // A pipe or a device might never end.
    if (!found.isFile()) throw new UserError(`${path} is no file`, hints.foreign);
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return null;
    throw systemErrorCode(error) === null ? error : new UserError(`cannot read ${path}: ${describeSystemError(error)}`);
  }
  const value = parse(text, path, hints.damaged);
  const named = isObject(value) ? value['schema'] : undefined;
  if (isObject(value) && named === schema) return value;
  throw new UserError(`${path}: the schema is ${typeof named === 'string' ? `"${named.slice(0, 100)}"` : 'not named'}, this version reads "${schema}"`, hints.version);
}

function parse(text: string, path: string, hint: string): unknown {
  try {
    return JSON.parse(text.replace(/^\ufeff/, ''));
  } catch (error) {
    throw new UserError(`${path} is no valid JSON: ${error instanceof Error ? error.message.slice(0, 200) : ''}`, hint);
  }
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
