import { UserError } from '../core/errors.ts';
import { wrongValue } from './explain-issues.ts';
import type { WrittenValue } from './read-yaml.ts';
import { takesMap, type ConfigPath } from './schema-walk.ts';

/** Names that every object of the language has: the check would take them for its own and look no further. */
const reserved: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);

/** Throws UserError for what the check of maps lets pass: a list in place of a map, and keys with the names of what objects have by themselves. */
export function refuseOddMaps(written: WrittenValue, label: string): void {
  const pending: { value: object; path: ConfigPath }[] = [];
  const seen = new Set<unknown>();
  const visit = (value: unknown, path: ConfigPath): void => {
    if (typeof value !== 'object' || value === null || seen.has(value)) return;
    seen.add(value);
    pending.push({ value, path });
  };
  const refuse = (path: ConfigPath, message: string, hint: string): never => {
    const line = written.lineOf(path);
    throw new UserError(`${label}: ${message}${line === null ? '' : ` (line ${line})`}`, hint);
  };
  visit(written.value, []);
  for (let next = pending.shift(); next !== undefined; next = pending.shift()) {
    const { value, path } = next;
    if (Array.isArray(value) && takesMap(path)) {
      const { message, hint } = wrongValue(path, value);
      refuse(path, message, hint);
    }
    for (const [key, inner] of Object.entries(value)) {
      const place = [...path, Array.isArray(value) ? Number(key) : key];
      if (reserved.has(key)) refuse(place, `the name "${key}" is reserved`, 'choose another name');
      visit(inner, place);
    }
  }
}
