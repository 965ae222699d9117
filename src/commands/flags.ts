import { UserError } from '../core/errors.ts';

/** A flag's value as yargs gives it: nothing, one string, or several where it was given twice. */
export type FlagValue = unknown;

/** The one value of a flag. Throws UserError where it was given twice. */
export function once(flag: string, value: FlagValue): string | undefined {
  if (value === undefined) return undefined;
  if (Array.isArray(value)) throw new UserError(`--${flag} is given ${value.length} times`, 'give it once');
  return String(value);
}

/** A whole number of 0 or more. Throws UserError for anything else. */
export function parseCount(flag: string, value: FlagValue): number | undefined {
  const text = once(flag, value);
  if (text === undefined) return undefined;
  if (!/^\d{1,9}$/.test(text)) throw new UserError(`--${flag} needs a whole number of 0 or more, not "${text}"`, `for example --${flag} 20`);
  return Number(text);
}

const sizeUnits: Readonly<Record<string, number>> = {
  '': 1,
  b: 1,
  k: 1024,
  kb: 1000,
  kib: 1024,
  m: 1024 ** 2,
  mb: 1e6,
  mib: 1024 ** 2,
  g: 1024 ** 3,
  gb: 1e9,
  gib: 1024 ** 3,
};

/** A size in bytes: "25MiB", "800k", "1.5 GB", "1000000". Throws UserError for anything else. */
export function parseSize(flag: string, value: FlagValue): number | undefined {
  const text = once(flag, value);
  if (text === undefined) return undefined;
  const [, figure, unit] = /^(\d+(?:\.\d+)?)\s*([a-z]*)$/i.exec(text.trim()) ?? [];
  const factor = sizeUnits[(unit ?? '?').toLowerCase()];
  const bytes = Math.floor(Number(figure) * (factor ?? NaN));
  if (!(bytes > 0) || !Number.isSafeInteger(bytes)) throw new UserError(`--${flag} needs a size, not "${text}"`, `for example --${flag} 25MiB`);
  return bytes;
}

/** A regular expression in JavaScript syntax. Throws UserError with the place where it is none. */
export function parsePattern(flag: string, value: FlagValue): RegExp | null {
  const text = once(flag, value);
  if (text === undefined) return null;
  if (text === '') throw new UserError(`--${flag} needs a pattern`, `for example --${flag} 'parse|render'`);
  try {
    return new RegExp(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new UserError(`--${flag}: ${reason}`, 'quote characters like ( and [ with a backslash to mean themselves');
  }
}

/** A list given as "a,b", as several flags, or both; each of `allowed`, in their order. Throws UserError. */
export function parseList<Item extends string>(flag: string, value: FlagValue, allowed: readonly Item[]): readonly Item[] {
  if (value === undefined) return allowed;
  const words = (Array.isArray(value) ? value : [value]).flatMap((each) => String(each).split(',')).map((word) => word.trim().toLowerCase());
  const unknown = words.find((word) => !(allowed as readonly string[]).includes(word));
  if (unknown !== undefined) throw new UserError(`--${flag}: "${unknown}" is none of ${allowed.join(', ')}`, `for example --${flag} ${allowed.slice(0, 2).join(',')}`);
  return allowed.filter((item) => words.includes(item));
}

/** One of a few words. Throws UserError for another one. */
export function parseChoice<Item extends string>(flag: string, value: FlagValue, allowed: readonly Item[]): Item | undefined {
  const text = once(flag, value);
  if (text === undefined) return undefined;
  const item = allowed.find((each) => each === text);
  if (item === undefined) throw new UserError(`--${flag}: "${text}" is none of ${allowed.join(', ')}`, `for example --${flag} ${allowed[0] ?? ''}`);
  return item;
}
