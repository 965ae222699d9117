import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument, type Document, type Node, type Pair } from 'yaml';
import { UserError } from '../core/errors.ts';
import type { ConfigPath } from './schema-walk.ts';
import { firstTrouble } from './yaml-troubles.ts';

/** A text in YAML or JSON as plain values, which know where they were written. */
export interface WrittenValue {
  readonly value: unknown;
  /** Line, from 1, of the key at `path`, or of what is nearest above it; null for values that come from no text. */
  lineOf(path: ConfigPath): number | null;
  /** The characters of a plain scalar, as `007`; null where there is none. */
  textOf(path: ConfigPath): string | null;
}

/** Configurations nest five deep; the parser would take seconds to give up on 100,000. */
const maxDepth = 500;
/** Copies of anchored values; a bomb needs many more. */
const maxAliases = 1_000;

/**
 * Reads YAML 1.2 with merge keys; JSON is a part of it. Throws UserError with file and line for what is
 * no YAML, for duplicate keys, unknown tags and anchors, several documents, and deep or explosive ones.
 */
export function readYaml(text: string, label: string): WrittenValue {
  refuseDepth(text, label);
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false, stringKeys: true, merge: true, resolveKnownTags: false, uniqueKeys: false, logLevel: 'error' });
  const lineAt = (offset: number): number => Math.max(1, lines.linePos(offset).line);
  const trouble = firstTrouble(document, maxAliases, lineAt);
  if (trouble !== null) throw new UserError(`${label}: ${trouble.message} (line ${lineAt(trouble.offset)})`, trouble.hint);
  return {
    value: valueOf(document, label),
    lineOf(path) {
      const offset = offsetOf(document, path);
      return offset === null ? null : lineAt(offset);
    },
    textOf(path) {
      const node = pairAt(document, path)?.value;
      return isScalar(node) && node.type === 'PLAIN' ? (node.source ?? null) : null;
    },
  };
}

function valueOf(document: Document, label: string): unknown {
  try {
    return document.toJS({ maxAliasCount: maxAliases });
  } catch (error) {
    if (error instanceof Error && error.message.startsWith('Merge sources')) throw new UserError(`${label}: a merge key "<<" stands before something that is no map`, 'name a map: <<: *anchor');
    if (!(error instanceof ReferenceError)) throw error;
    throw new UserError(`${label}: its anchors multiply to more than ${maxAliases} copies`, 'write the values out');
  }
}

function refuseDepth(text: string, label: string): void {
  let depth = 0;
  let line = 1;
  for (let at = 0; at < text.length; at++) {
    const character = text.charCodeAt(at);
    if (character === 10) line++;
    else if (character === 91 || character === 123) depth++;
    else if (character === 93 || character === 125) depth = Math.max(0, depth - 1);
    if (depth > maxDepth) throw new UserError(`${label}: is nested more than ${maxDepth} deep (line ${line})`, 'a configuration needs five levels');
  }
}

/** Where the last part of `path` that exists was written. */
function offsetOf(document: Document, path: ConfigPath): number | null {
  for (let length = path.length; length > 0; length--) {
    const pair = pairAt(document, path.slice(0, length));
    const range = (pair?.key ?? pair?.value)?.range;
    if (range !== undefined && range !== null) return range[0];
  }
  return document.contents?.range?.[0] ?? null;
}

interface Entry {
  readonly key: Node | null;
  readonly value: Node | null;
}

/** The entry of a map or list at `path`, looked for behind aliases and merge keys too. */
function pairAt(document: Document, path: ConfigPath): Entry | null {
  let entry: Entry | null = { key: null, value: document.contents };
  for (const key of path) {
    const parent: Node | null = entry.value;
    entry = parent === null ? null : entryOf(document, parent, key);
    if (entry === null) return null;
  }
  return entry;
}

function entryOf(document: Document, parent: Node, key: string | number): Entry | null {
  const pending: Node[] = [parent];
  for (let looked = 0; pending.length > 0 && looked < maxAliases; looked++) {
    const next = pending.shift();
    const node = isAlias(next) ? next.resolve(document) : next;
    if (isSeq(node) && typeof key === 'number') return { key: null, value: (node.items[key] as Node | undefined) ?? null };
    if (!isMap(node)) continue;
    const pairs = node.items as Pair<Node, Node | null>[];
    const found = pairs.find((pair) => isScalar(pair.key) && pair.key.value === String(key));
    if (found !== undefined) return { key: found.key, value: found.value };
    for (const pair of pairs.filter(({ key: name }) => isScalar(name) && name.source === '<<')) {
      const merged = isAlias(pair.value) ? pair.value.resolve(document) : pair.value;
      pending.push(...(isSeq(merged) ? (merged.items as Node[]) : [merged as Node]));
    }
  }
  return null;
}
