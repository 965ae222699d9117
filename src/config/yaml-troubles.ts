import { isAlias, isMap, isNode, isScalar, visit, type Document, type YAMLError, type YAMLMap } from 'yaml';

export interface YamlTrouble {
  readonly message: string;
  readonly offset: number;
  readonly hint: string;
}

const hints: Readonly<Record<string, string>> = {
  TAB_AS_INDENT: 'indent with spaces',
  RESOURCE_EXHAUSTION: 'a configuration needs five levels',
  BLOCK_AS_IMPLICIT_KEY: 'put quotes around a text that holds ": "',
  MULTIPLE_DOCS: 'keep one document, without "---" between',
  MISSING_CHAR: 'close what was opened',
  BAD_INDENT: 'entries of one level start in the same column',
};
/** The parser quotes what it does not understand in full. */
const maxQuoted = 200;

/** The first thing in a parsed document that a configuration must not hold; null where there is none. */
export function firstTrouble(document: Document.Parsed | Document, maxAliases: number, lineAt: (offset: number) => number): YamlTrouble | null {
  const [error] = [...document.errors, ...document.warnings].sort((a, b) => a.pos[0] - b.pos[0]);
  if (error !== undefined) {
    return { message: messageOf(error), offset: error.pos[0], hint: hints[error.code] ?? 'correct the line; put quotes around texts with special characters' };
  }
  return inNodes(document, maxAliases, lineAt);
}

function messageOf({ code, message }: YAMLError): string {
  if (code === 'MULTIPLE_DOCS') return 'holds several documents';
  // The parser calls itself for each level.
  if (code === 'RESOURCE_EXHAUSTION' || message.includes('call stack')) return 'is nested too deeply';
  return `cannot be read: ${message.slice(0, maxQuoted).replace(/\.$/, '')}`;
}

function inNodes(document: Document, maxAliases: number, lineAt: (offset: number) => number): YamlTrouble | null {
  let trouble: YamlTrouble | null = null;
  let aliases = 0;
  const anchors = new Set<string>();
  visit(document, (_, node) => {
    if (!isNode(node)) return undefined;
    const offset = node.range?.[0] ?? 0;
    if (isAlias(node)) {
      if (!anchors.has(node.source)) trouble = { message: `there is no anchor &${node.source} before *${node.source}`, offset, hint: 'name an anchor further up, or put quotes around a text that starts with "*"' };
      else if (++aliases > maxAliases) trouble = { message: `holds more than ${maxAliases} aliases`, offset, hint: 'write the values out' };
    } else {
      if (node.anchor !== undefined) anchors.add(node.anchor);
      if (isMap(node)) trouble = duplicateKey(node, lineAt);
    }
    return trouble === null ? undefined : visit.BREAK;
  });
  return trouble;
}

/** Found here by a set: the parser compares each key with each other one. */
function duplicateKey(map: YAMLMap, lineAt: (offset: number) => number): YamlTrouble | null {
  const seen = new Map<string, number>();
  for (const { key } of map.items) {
    if (!isScalar(key) || key.source === '<<') continue;
    const name = String(key.value);
    const offset = key.range?.[0] ?? 0;
    const before = seen.get(name);
    if (before !== undefined) return { message: `"${name}" is there twice, first on line ${lineAt(before)}`, offset, hint: 'keep one of them' };
    seen.set(name, offset);
  }
  return null;
}
