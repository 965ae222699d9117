import { UserError } from '../core/errors.ts';
import { nearest } from '../core/nearest.ts';
import type { Layered } from './layers.ts';

/** Collector ids in the order of writing, `auto` alone, or nothing for "none". Throws UserError for ids that are not `known`. */
export function profilersOf(written: Layered, known: readonly string[]): string[] {
  const { value } = written;
  const listed = Array.isArray(value) ? value.map(String) : String(value).split(',');
  const ids = [...new Set(listed.map((id) => id.trim()).filter((id) => id !== ''))];
  if (ids.length === 0 && !Array.isArray(value)) throw written.wrong('profilers, "auto" or "none"');
  const alone = ids.find((id) => id === 'auto' || id === 'none');
  if (alone !== undefined && ids.length > 1) throw written.wrong(`"${alone}" alone or a list without it`);
  if (alone === 'none') return [];
  const unknown = ids.find((id) => id !== 'auto' && !known.includes(id));
  if (unknown === undefined) return ids;
  const { message } = written.wrong(`profilers that there are; "${unknown}" is none`);
  const near = nearest(unknown, known);
  throw new UserError(message, `${near === null ? '' : `did you mean ${near}? `}there are ${known.join(', ')}`);
}
