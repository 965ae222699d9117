import { InputError } from '../../core/errors.ts';
import { importLimits } from '../../core/limits.ts';
import type { Note } from '../../core/model/note.ts';
import { noRunFacts, type RunFacts } from '../../core/model/run.ts';
import type { Head } from '../importer.ts';
import { isKnownKey, metadataKey } from './metadata-keys.ts';
import { boundNotes } from './bound-notes.ts';
import type { ReadFacts, RunFactsReader } from './reader.ts';

const keyValue = /^([A-Za-z][\w .-]{0,60}?)\s*:(?:\s+(.*))?$/;
/** Lines that must all be `key: value` for a file to be metadata. */
const HEAD_LINES = 8;
/** A file of facts is a page; past this it is something else. */
const MAX_LINES = 10_000;
const MAX_NAMED_KEYS = 10;

/** `metadata.txt` of a run directory, and what older scripts write like it: `key: value` lines. */
export const metadataTxtReader: RunFactsReader = {
  id: 'metadata-txt',
  title: 'run metadata (metadata.txt)',
  recognisedBy: 'first lines all `key: value`, two known keys among them, one of them telling (git_sha, workload, timestamp, profile_path, …)',
  recognise: recogniseMetadata,
  read: readMetadata,
};

function isContent(line: string): boolean {
  return line.trim() !== '' && !line.startsWith('#');
}

function recogniseMetadata(head: Head): boolean {
  const lines = head.text.split(/\r?\n/, HEAD_LINES * 4);
  const content = lines.filter(isContent).slice(0, HEAD_LINES);
  const found = content.map((line) => keyValue.exec(line)?.[1]);
  // Callgrind and massif files start with `key: value` lines too.
  if (/^(?:events|positions|fn|fl|snapshot|time_unit)[:=]/m.test(head.text.slice(0, 4096))) return false;
  const known = new Set<string>();
  let telling = false;
  for (const key of found) {
    if (key === undefined) return false;
    if (isKnownKey(key, false)) known.add(key.toLowerCase());
    telling ||= isKnownKey(key, true);
  }
  return telling && known.size >= 2;
}

function readMetadata(text: string, fileName: string): ReadFacts {
  const found: Record<string, string | number> = {};
  const notes: Note[] = [];
  const unknown: string[] = [];
  let otherLines = 0;
  const lines = text.replace(/^\ufeff/, '').split(/\r?\n/, MAX_LINES + 1);
  if (lines.length > MAX_LINES) throw new InputError(`more than ${MAX_LINES} lines: this is no metadata of a run`, { line: MAX_LINES }, 'write `key: value` lines only');
  for (const line of lines) {
    if (!isContent(line)) continue;
    const field = keyValue.exec(line.slice(0, importLimits.maxNameLength * 2).trimEnd());
    if (field === null) {
      otherLines += 1;
      continue;
    }
    const key = field[1] as string;
    const value = unquote((field[2] ?? '').trim());
    const known = metadataKey(key);
    if (known === undefined) unknown.push(key);
    if (known === null || known === undefined || value === '') continue;
    const fact = known.read(value);
    if (fact === null) notes.push({ code: 'unread-fact', text: `the value of "${key}" is no ${known.fact} and was left out` });
    else if (found[known.fact] === undefined) found[known.fact] = fact;
    else if (found[known.fact] !== fact) notes.push({ code: 'repeated-fact', text: `"${key}" says ${known.fact} again, and differently; the first one is shown` });
  }
  if (otherLines > 0) notes.push({ code: 'other-lines', text: `${otherLines} lines are not \`key: value\` and were not read` });
  if (unknown.length > 0) notes.push({ code: 'unknown-keys', text: `not shown: ${named(unknown)}` });
  return { facts: { ...noRunFacts, ...(found as Partial<RunFacts>), sources: [fileName] }, notes: boundNotes(notes) };
}

function unquote(value: string): string {
  return /^"[^"]*"$|^'[^']*'$/.test(value) ? value.slice(1, -1) : value;
}

function named(keys: readonly string[]): string {
  const distinct = [...new Set(keys)];
  const rest = distinct.length - MAX_NAMED_KEYS;
  return distinct.slice(0, MAX_NAMED_KEYS).join(', ') + (rest > 0 ? ` and ${rest} more keys` : '');
}
