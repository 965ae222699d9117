import { FunctionKeys } from './function-keys.ts';
import { damaged, MarshalCursor, marshalType as T, unexpected } from './marshal-cursor.ts';
import { skipCode, skipObject, type CodeLayout } from './object-skipper.ts';
import { EdgeColumns, RowColumns, type RawTable, type TableFacts } from './raw-table.ts';
import { refKind } from './references.ts';

/** Past this a sum of times could overflow; no profile lasts 30 billion years. */
const maxSeconds = 1e18;
/** Characters of a code object's name and file that are kept: many code objects may share one long name. */
const maxCodeName = 200;
/** `r` and 4 bytes, `)` 4, twice `i` or `r` and 4 bytes, twice `g` and 8 bytes. */
const plainEdgeBytes = 35;
/** Key of the marker entry, which is not a function. */
const markerKey = -1;
const samplingMarker = '__sampled__';

/** Reads the one dict that a pstats file is: `(file, line, name)` to `(cc, nc, tt, ct, callers)`. */
export class TableReader {
  /** A code object was met: another layout may read the file where this one fails. */
  sawCode = false;
  readonly cursor: MarshalCursor;
  private readonly layout: CodeLayout;
  private readonly keys: FunctionKeys;
  private readonly rows: RowColumns;
  private readonly edges: EdgeColumns;
  /** A caller takes 10 bytes at least; dicts that are shared by reference could announce many more. */
  private readonly maxEdges: number;
  private readonly facts: TableFacts = { sampled: false, countEdges: 0, timedEdges: 0, clamped: 0, trailingBytes: 0 };

  constructor(bytes: Uint8Array, layout: CodeLayout) {
    this.cursor = new MarshalCursor(bytes);
    this.layout = layout;
    // Real files take 35 to 40 bytes an edge and some 450 a function.
    this.rows = new RowColumns(bytes.length / 400);
    this.keys = new FunctionKeys(this.cursor.seed, bytes.length / 400);
    this.edges = new EdgeColumns(bytes.length / 32);
    this.maxEdges = bytes.length / 10 + 16;
  }

  /** Reads the table to its end. Throws InputError with the offset. */
  read(): RawTable {
    const cursor = this.cursor;
    const type = cursor.readType('a table');
    if ((type & 0x7f) !== T.dict) throw unexpected('a table (marshal type "{")', type, 0);
    const reference = type >= T.refFlag ? cursor.refs.reserve() : -1;
    while (!this.atDictEnd('the next function or the end of the table')) {
      const key = this.readKey();
      if (key === markerKey) {
        this.facts.sampled = true;
        skipObject(cursor, this.layout);
      } else {
        this.readRow(key);
      }
    }
    cursor.refs.finish(reference, refKind.other, 0);
    this.facts.trailingBytes = cursor.end - cursor.position;
    return { strings: cursor.strings, keys: this.keys, rows: this.rows, edges: this.edges, facts: this.facts, seed: cursor.seed };
  }

  private atDictEnd(expected: string): boolean {
    const cursor = this.cursor;
    const type = cursor.readType(expected);
    if (type === T.dictEnd) return true;
    cursor.position -= 1;
    return false;
  }

  /** Function id of a key, or `markerKey`. */
  private readKey(): number {
    const cursor = this.cursor;
    const at = cursor.position;
    const type = cursor.readType('a function key');
    if ((type & 0x7f) === T.ref) {
      const index = cursor.readReference();
      const kind = cursor.refs.kinds[index];
      if (kind === refKind.functionKey) return cursor.refs.values[index] as number;
      if (kind === refKind.marker) return markerKey;
      throw damaged('expected a function key, found a reference to something else', at);
    }
    const reference = type >= T.refFlag ? cursor.refs.reserve() : -1;
    const items = cursor.readTupleLength(type, 'a function key');
    if (items === 1) return this.readMarker(reference, at);
    if (items < 0) throw unexpected('a function key (file, line, name)', type, at);
    if (items !== 3) throw damaged(`expected a function key (file, line, name), found a tuple of ${items}`, at);
    const file = cursor.readString('a file name');
    const line = this.readLine();
    const name = this.readName();
    const key = this.keys.intern(file, line, name);
    cursor.refs.finish(reference, refKind.functionKey, key);
    return key;
  }

  private readMarker(reference: number, at: number): number {
    const cursor = this.cursor;
    const name = cursor.strings.decode(cursor.readString('a marker'), 100);
    if (name !== samplingMarker) throw damaged('expected a function key (file, line, name), found a tuple of 1', at);
    cursor.refs.finish(reference, refKind.marker, 0);
    return markerKey;
  }

  private readLine(): number {
    const cursor = this.cursor;
    if (cursor.bytes[cursor.position] === T.none) {
      cursor.position += 1;
      return 0;
    }
    const line = cursor.readNumber('a line number', true);
    if (line >= 0 && line <= 0x7fffffff) return line;
    this.facts.clamped += 1;
    return 0;
  }

  /** A name is a string; `python -m profile` writes the code object of the script itself. */
  private readName(): number {
    const cursor = this.cursor;
    const at = cursor.position;
    const type = cursor.readType('a function name');
    if ((type & 0x7f) !== T.code) {
      const name = cursor.readStringBody(type, 'a function name');
      if (name < 0) throw unexpected('a function name', type, at);
      return name;
    }
    this.sawCode = true;
    const reference = type >= T.refFlag ? cursor.refs.reserve() : -1;
    const code = skipCode(cursor, this.layout);
    const text = (id: number): string => (id < 0 ? '?' : cursor.strings.decode(id, maxCodeName).slice(0, maxCodeName));
    const id = cursor.strings.internText(`<code object ${text(code.name)}, file "${text(code.file)}", line ${code.line}>`);
    cursor.refs.finish(reference, refKind.string, id);
    return id;
  }

  private readRow(key: number): void {
    const { cursor, rows } = this;
    const at = cursor.position;
    const type = cursor.readType('the figures of a function');
    if ((type & 0x7f) === T.ref) {
      this.copyRow(key, cursor.readReference(), at);
      return;
    }
    const reference = type >= T.refFlag ? cursor.refs.reserve() : -1;
    const items = cursor.readTupleLength(type, 'the figures of a function');
    if (items < 0) throw unexpected('the figures of a function (cc, nc, tt, ct, callers)', type, at);
    if (items !== 5) throw damaged(`expected (cc, nc, tt, ct, callers), found a tuple of ${items}`, at);
    const row = rows.add(key, this.edges.length);
    rows.cc[row] = this.count(cursor.readNumber('a call count'));
    rows.nc[row] = this.count(cursor.readNumber('a call count'));
    rows.tt[row] = this.time(cursor.readNumber('a self time'));
    rows.ct[row] = this.time(cursor.readNumber('a cumulative time'));
    this.readCallers(row);
    cursor.refs.finish(reference, refKind.row, row);
  }

  private copyRow(key: number, index: number, at: number): void {
    const { cursor, rows } = this;
    if (cursor.refs.kinds[index] !== refKind.row) throw damaged('expected (cc, nc, tt, ct, callers), found a reference to something else', at);
    const from = cursor.refs.values[index] as number;
    const row = rows.add(key, this.edges.length);
    for (const column of [rows.cc, rows.nc, rows.tt, rows.ct]) column[row] = column[from] as number;
    this.copyEdges(from, row, at);
  }

  /** Repeats the callers of another row: a file may share one dict by reference. */
  private copyEdges(fromRow: number, toRow: number, at: number): void {
    const { edges, rows } = this;
    const start = rows.edgeStarts[fromRow] as number;
    const end = rows.edgeStarts[fromRow + 1] as number;
    if (edges.length + end - start > this.maxEdges) throw damaged('repeats callers by reference more often than a file of this size can hold', at);
    for (let from = start; from < end; from++) edges.copyValues(from, edges.add(edges.callers[from] as number, toRow));
  }

  private readCallers(row: number): void {
    const cursor = this.cursor;
    const at = cursor.position;
    const type = cursor.readType('the callers of a function');
    if ((type & 0x7f) === T.ref) {
      const index = cursor.readReference();
      if (cursor.refs.kinds[index] !== refKind.callers) throw damaged('expected a dict of callers, found a reference to something else', at);
      this.copyEdges(cursor.refs.values[index] as number, row, at);
      return;
    }
    if ((type & 0x7f) !== T.dict) throw unexpected('a dict of callers', type, at);
    const reference = type >= T.refFlag ? cursor.refs.reserve() : -1;
    this.readPlainEdges(row);
    while (!this.atDictEnd('the next caller or the end of the callers')) {
      this.readEdge(row);
      this.readPlainEdges(row);
    }
    cursor.refs.finish(reference, refKind.callers, row);
  }

  /**
   * Reads callers in the shape that nearly all have: a key by reference, four numbers, nothing flagged or
   * out of range. Stops before the first that differs; `readEdge` takes that one. Half of a file is such edges.
   */
  private readPlainEdges(row: number): void {
    const { cursor, edges } = this;
    const { bytes, view } = cursor;
    const { kinds, values } = cursor.refs;
    const last = cursor.end - plainEdgeBytes;
    let at = cursor.position;
    while (at <= last && bytes[at] === T.ref && bytes[at + 5] === T.smallTuple && bytes[at + 6] === 4) {
      const key = view.getInt32(at + 1, true);
      if (kinds[key] !== refKind.functionKey) break;
      let nc = view.getInt32(at + 8, true);
      if (bytes[at + 7] === T.ref) {
        if (kinds[nc] !== refKind.integer) break;
        nc = values[nc] as number;
      } else if (bytes[at + 7] !== T.int32) break;
      let cc = view.getInt32(at + 13, true);
      if (bytes[at + 12] === T.ref) {
        if (kinds[cc] !== refKind.integer) break;
        cc = values[cc] as number;
      } else if (bytes[at + 12] !== T.int32) break;
      if (bytes[at + 17] !== T.float64 || bytes[at + 26] !== T.float64) break;
      const tt = view.getFloat64(at + 18, true);
      const ct = view.getFloat64(at + 27, true);
      if (!(nc >= 0 && cc >= 0 && tt >= 0 && tt < maxSeconds && ct >= 0 && ct < maxSeconds)) break;
      const edge = edges.add(values[key] as number, row);
      edges.nc[edge] = nc;
      edges.cc[edge] = cc;
      edges.tt[edge] = tt;
      edges.ct[edge] = ct;
      this.facts.timedEdges += 1;
      at += plainEdgeBytes;
    }
    cursor.position = at;
  }

  private readEdge(row: number): void {
    const { cursor, edges } = this;
    const at = cursor.position;
    const caller = this.readKey();
    if (caller === markerKey) throw damaged('expected a function key (file, line, name), found a tuple of 1', at);
    const edge = edges.add(caller, row);
    const type = cursor.bytes[cursor.position] as number;
    if (type === T.smallTuple && cursor.bytes[cursor.position + 1] === 4) {
      cursor.position += 2;
      this.facts.timedEdges += 1;
      edges.nc[edge] = this.count(cursor.readNumber('a call count'));
      edges.cc[edge] = this.count(cursor.readNumber('a call count'));
      edges.tt[edge] = this.time(cursor.readNumber('a self time'));
      edges.ct[edge] = this.time(cursor.readNumber('a cumulative time'));
      return;
    }
    this.readRareEdge(edge);
  }

  /** A bare count, a shared tuple, or the tuples of 4n that Python 2's first versions wrote when they merged files. */
  private readRareEdge(edge: number): void {
    const { cursor, edges, facts } = this;
    const at = cursor.position;
    const type = cursor.readType('the figures of a caller');
    if ((type & 0x7f) === T.ref) {
      const index = cursor.readReference();
      if (cursor.refs.kinds[index] === refKind.edge) {
        edges.copyValues(cursor.refs.values[index] as number, edge);
        facts.timedEdges += 1;
        return;
      }
    }
    const reserved = cursor.refs.length;
    const items = cursor.readTupleLength(type, 'the figures of a caller');
    if (items < 0) {
      cursor.position = at;
      const calls = this.count(cursor.readNumber('the figures of a caller'));
      edges.nc[edge] = calls;
      edges.cc[edge] = -1;
      facts.countEdges += 1;
      return;
    }
    if (items === 0 || items % 4 !== 0) throw damaged(`expected (nc, cc, tt, ct), found a tuple of ${items}`, at);
    if (type >= T.refFlag) cursor.refs.reserve();
    for (let group = 0; group < items; group += 4) {
      edges.nc[edge] = sumOfCounts(edges.nc[edge] as number, this.count(cursor.readNumber('a call count')));
      edges.cc[edge] = sumOfCounts(edges.cc[edge] as number, this.count(cursor.readNumber('a call count')));
      edges.tt[edge] = (edges.tt[edge] as number) + this.time(cursor.readNumber('a self time'));
      edges.ct[edge] = (edges.ct[edge] as number) + this.time(cursor.readNumber('a cumulative time'));
    }
    if (type >= T.refFlag) cursor.refs.finish(reserved, refKind.edge, edge);
    facts.timedEdges += 1;
  }

  private time(seconds: number): number {
    if (seconds >= 0 && seconds < maxSeconds) return seconds;
    this.facts.clamped += 1;
    return 0;
  }

  /** -1 is a profiler's "unknown"; merged files hold the sum of several. */
  private count(calls: number): number {
    if (calls >= 0 && calls < Infinity) return calls;
    if (!(calls < 0 && calls > -Infinity)) this.facts.clamped += 1;
    return -1;
  }
}

/** Sum of two call counts, unknown (-1) where one is. */
export function sumOfCounts(a: number, b: number): number {
  return a < 0 || b < 0 ? -1 : a + b;
}
