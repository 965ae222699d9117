import { resolve } from 'node:path';
import type { Layered } from './layers.ts';
import { parseTimeout } from './quantities.ts';

/** A whole number within limits, also where it was typed as text. Throws UserError. */
export function countOf(written: Layered, [least, most]: readonly [number, number]): number {
  const text = String(written.value).trim();
  const value = /^\d{1,9}$/.test(text) ? Number(text) : NaN;
  if (!(value >= least && value <= most)) throw written.wrong(`a whole number from ${least} to ${most}`);
  return value;
}

/** A text that is not blank; null where nothing was written. Throws UserError. */
export function textOf(written: Layered, expects: string): string | null {
  if (written.value === undefined) return null;
  const text = String(written.value);
  if (text.trim() === '') throw written.wrong(expects);
  return text;
}

/** Seconds, or null for no limit. Throws UserError. */
export function timeoutOf(written: Layered): number | null {
  const seconds = parseTimeout(written.value as string | number);
  if (seconds === undefined) throw written.wrong('a time above 0 and up to 24 days, with its unit, or "none"');
  return seconds;
}

/** An absolute path: what was typed starts from `cwd`, what was written in the file or nowhere from `root`. Throws UserError. */
export function pathOf(written: Layered, expects: string, { cwd, root }: { readonly cwd: string; readonly root: string }): string {
  return resolve(written.layer === 'override' ? cwd : root, textOf(written, expects) ?? '.');
}
