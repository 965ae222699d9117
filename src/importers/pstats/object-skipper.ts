import { cutOff, damaged, marshalType as T, unexpected, type MarshalCursor } from './marshal-cursor.ts';
import { refKind } from './references.ts';

/** How one family of Python versions lays out a code object: longs, objects, first line, objects. */
export interface CodeLayout {
  readonly longs: number;
  /** Objects before the first line number. */
  readonly objects: number;
  /** Objects after it. */
  readonly tail: number;
  /** Which of the objects are the file and the name. */
  readonly file: number;
  readonly name: number;
}

/** Newest first: Python 3.11+, 3.8 to 3.10, 3.0 to 3.7, 2.x. The stream does not say which one it is. */
export const codeLayouts: readonly CodeLayout[] = [
  { longs: 5, objects: 8, tail: 2, file: 5, name: 6 },
  { longs: 6, objects: 8, tail: 1, file: 6, name: 7 },
  { longs: 5, objects: 8, tail: 1, file: 6, name: 7 },
  { longs: 4, objects: 8, tail: 1, file: 6, name: 7 },
];

/** Real code objects nest 10 deep; CPython itself allows 2,000. */
const maxDepth = 64;

/** Names of a code object as string table ids, -1 where it holds something else, and its first line. */
export interface CodeNames {
  file: number;
  name: number;
  line: number;
}

const DICT = 1;
const ITEMS = 2;
const CODE = 3;

interface Open {
  readonly kind: number;
  /** Children still to come; for a dict whether a key (1) or a value (0) comes next. */
  left: number;
  readonly reference: number;
}

/** Steps over the object at the cursor, whatever it is, without building it. Throws InputError. */
export function skipObject(cursor: MarshalCursor, layout: CodeLayout): void {
  const open: Open[] = [];
  skipOne(cursor, layout, cursor.readType('a value'), open);
  skipOpen(cursor, layout, open, null);
}

/**
 * Steps over a code object whose type byte was just read, and gives its names. `reference` is the
 * index reserved for it, -1 for none; it stays unfinished: the caller knows what it stands for.
 */
export function skipCode(cursor: MarshalCursor, layout: CodeLayout): CodeNames {
  const names: CodeNames = { file: -1, name: -1, line: 0 };
  const open: Open[] = [];
  openCode(cursor, layout, open, -1);
  skipOpen(cursor, layout, open, names);
  return names;
}

function skipOpen(cursor: MarshalCursor, layout: CodeLayout, open: Open[], names: CodeNames | null): void {
  for (let top = open.at(-1); top !== undefined; top = open.at(-1)) {
    if (top.kind === CODE && top.left === layout.tail) {
      const line = cursor.readInt32('a line number');
      if (names !== null && open.length === 1) names.line = line;
    }
    if (top.kind === DICT && top.left === 1 && cursor.bytes[cursor.position] === T.dictEnd) {
      cursor.position += 1;
      top.left = -1;
    }
    if (top.left === -1 || (top.left === 0 && top.kind !== DICT)) {
      cursor.refs.finish(top.reference, refKind.other, 0);
      open.pop();
      continue;
    }
    const index = layout.objects + layout.tail - top.left;
    top.left = top.kind === DICT ? 1 - top.left : top.left - 1;
    const text = skipOne(cursor, layout, cursor.readType('a value'), open);
    if (names === null || top !== open[0]) continue;
    if (index === layout.file) names.file = text;
    if (index === layout.name) names.name = text;
  }
}

/** Reads one scalar, or opens one container. Gives the string table id of a string, else -1. */
function skipOne(cursor: MarshalCursor, layout: CodeLayout, type: number, open: Open[]): number {
  const start = cursor.position - 1;
  const reserve = (): number => (type >= T.refFlag ? cursor.refs.reserve() : -1);
  switch (type & 0x7f) {
    case T.ref: {
      const index = cursor.readReference();
      return cursor.refs.kinds[index] === refKind.string ? (cursor.refs.values[index] as number) : -1;
    }
    case T.int32:
    case T.int64:
    case T.bigInt:
    case T.float64:
    case T.asciiFloat:
      cursor.position = start;
      cursor.readNumber('a number');
      return -1;
    case 0x79: // complex
      cursor.advance(16, 'a complex number');
      if (type >= T.refFlag) cursor.refs.add(refKind.other, 0);
      return -1;
    case 0x78: // complex in ASCII, two lengths
      for (let part = 0; part < 2; part++) cursor.advance(cursor.bytes[cursor.advance(1, 'a complex number')] as number, 'a complex number');
      if (type >= T.refFlag) cursor.refs.add(refKind.other, 0);
      return -1;
    case T.none:
    case 0x54: // True
    case 0x46: // False
    case 0x2e: // Ellipsis
    case 0x53: // StopIteration
      return -1;
    case T.tuple:
    case T.smallTuple: {
      const reference = reserve();
      push(open, { kind: ITEMS, left: cursor.readTupleLength(type, 'a tuple'), reference }, start);
      return -1;
    }
    case 0x5b: // list
    case 0x3c: // set
    case 0x3e: { // frozenset
      const reference = reserve();
      push(open, { kind: ITEMS, left: cursor.readCount('a list or set'), reference }, start);
      return -1;
    }
    case 0x3a: // slice
      push(open, { kind: ITEMS, left: 3, reference: reserve() }, start);
      return -1;
    case T.dict:
      push(open, { kind: DICT, left: 1, reference: reserve() }, start);
      return -1;
    case T.code:
      openCode(cursor, layout, open, reserve());
      return -1;
    default: {
      const text = cursor.readStringBody(type, 'a string');
      if (text < 0) throw unexpected('a value', type, start);
      return text;
    }
  }
}

function openCode(cursor: MarshalCursor, layout: CodeLayout, open: Open[], reference: number): void {
  const start = cursor.position - 1;
  if (cursor.end - cursor.position < layout.longs * 4) throw cutOff('a code object', cursor.end);
  cursor.position += layout.longs * 4;
  push(open, { kind: CODE, left: layout.objects + layout.tail, reference }, start);
}

function push(open: Open[], container: Open, offset: number): void {
  if (open.length >= maxDepth) throw damaged(`nests deeper than ${maxDepth} levels`, offset);
  open.push(container);
}
