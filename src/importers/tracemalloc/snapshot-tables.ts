import type { ImportLimits } from '../../core/limits.ts';
import { FrameTableBuilder } from '../../core/model/frames.ts';
import { StackTreeBuilder } from '../../core/model/stacks.ts';
import { type Cells, IntColumn, Tag } from './cells.ts';
import { decodePath } from './path-text.ts';
import { TraceTable } from './trace-table.ts';

/** Lines and domains are C ints; a size that doubles cannot hold exactly is no size. */
const MAX_LINE = 0x7fffffff;
const MAX_DOMAIN = 0xffffffff;
const RECENT_PLACES = 8192;

/** A tuple that has the form of a trace or a frame and an impossible number in it. */
export class ImpossibleNumber extends Error {}

/**
 * Frames, stacks and traces of a snapshot, filled while the pickle is read. A tuple becomes one number
 * as soon as it is built: frames and tracebacks are shared by the pickle's memo, so nothing is kept per use.
 */
export class SnapshotTables {
  readonly frames: FrameTableBuilder;
  readonly stacks: StackTreeBuilder;
  readonly traces: TraceTable;
  readonly texts: string[] = [];
  /** Stack node of each traceback. */
  readonly tracebackNode = new IntColumn();
  /** Frames of each traceback. */
  readonly tracebackFrames = new IntColumn();
  /** Places met before: text, line, frame and a free cell per slot, see `placeSlot`. */
  readonly recentPlaces = new Int32Array(RECENT_PLACES * 4).fill(-1);
  cutTexts = 0;
  repairedTexts = 0;
  deepStacks = 0;
  /** Number of the last tuple, see `addTuple`. */
  value = 0;
  private readonly wideIntegers: number[] = [];
  private readonly indexOfText = new Map<string, number>();
  /** (text, line) pairs: a text is a child of the root, a line a child of its text. */
  private readonly places: StackTreeBuilder;
  private readonly textPlace = new IntColumn();
  private readonly frameOfPlace = new IntColumn();
  private emptyTraceback = -1;
  private readonly limits: ImportLimits;

  constructor(limits: ImportLimits, fileBytes: number) {
    this.limits = limits;
    this.frames = new FrameTableBuilder(limits);
    this.stacks = new StackTreeBuilder(limits, 1024 + Math.floor(fileBytes / 64));
    // A trace takes 15 bytes and more.
    this.traces = new TraceTable(1024 + Math.floor(fileBytes / 15));
    this.places = new StackTreeBuilder({ maxStackNodes: 0x0fffffff });
    this.frameOfPlace.push(-1);
  }

  /** Index of the text in `bytes`. */
  addText(bytes: Buffer, start: number, end: number): number {
    const { text, cut, repaired } = decodePath(bytes, start, end, this.limits.maxNameLength);
    if (cut) this.cutTexts += 1;
    if (repaired) this.repairedTexts += 1;
    return this.internText(text);
  }

  /** Puts an integer of any size on `cells`. */
  pushInteger(cells: Cells, value: number): void {
    if (value === (value | 0)) cells.push(Tag.INT, value);
    else cells.push(Tag.WIDE_INT, this.wideIntegers.push(value) - 1);
  }

  /** Makes one number of the cells `from` to the end; returns its tag, the number is in `value`. Throws ImpossibleNumber. */
  addTuple(cells: Cells, from: number): number {
    const count = cells.length - from;
    const { tags } = cells;
    if (count === 2 && tags[from] === Tag.TEXT && isInteger(cells, from + 1)) return this.addFrame(cells, from);
    if ((count === 3 || (count === 4 && isInteger(cells, from + 3))) && isInteger(cells, from) && isInteger(cells, from + 1)) {
      if (tags[from + 2] === Tag.TRACEBACK || tags[from + 2] === Tag.EMPTY) return this.addTrace(cells, from, count);
    }
    if (count === 0) return this.give(Tag.EMPTY, 0);
    for (let at = from; at < cells.length; at++) if (tags[at] !== Tag.FRAME) return this.give(Tag.OTHER, 0);
    return this.addTraceback(cells, from);
  }

  /** Frame index of a line of a file. */
  private frameAt(text: number, line: number): number {
    let parent = this.textPlace.values[text] as number;
    if (parent < 0) {
      parent = this.places.child(0, text);
      this.textPlace.values[text] = parent;
      this.frameOfPlace.push(-1);
    }
    const place = this.places.child(parent, line);
    if (place < this.frameOfPlace.length && place !== parent) return this.frameOfPlace.values[place] as number;
    const file = this.texts[text] as string;
    const frame = this.frames.append(placeName(file, line), file, line);
    this.frameOfPlace.push(frame);
    return frame;
  }

  private internText(text: string): number {
    const known = this.indexOfText.get(text);
    if (known !== undefined) return known;
    const index = this.texts.push(text) - 1;
    this.indexOfText.set(text, index);
    this.textPlace.push(-1);
    return index;
  }

  private integerOf(cells: Cells, at: number): number {
    const value = cells.values[at] as number;
    return cells.tags[at] === Tag.INT ? value : (this.wideIntegers[value] as number);
  }

  private addTrace(cells: Cells, from: number, count: number): number {
    const { tags, values } = cells;
    const domain = this.integerOf(cells, from);
    const size = this.integerOf(cells, from + 1);
    if (!(domain >= 0 && domain <= MAX_DOMAIN)) throw new ImpossibleNumber(`a trace has the domain ${domain}`);
    if (!(size >= 0 && size <= Number.MAX_SAFE_INTEGER)) throw new ImpossibleNumber(`a trace has the size ${size}`);
    const traceback = tags[from + 2] === Tag.EMPTY ? this.unknownTraceback() : (values[from + 2] as number);
    const cut = count === 4 && this.integerOf(cells, from + 3) > (this.tracebackFrames.values[traceback] as number);
    return this.give(Tag.TRACE, this.traces.push(domain, size, traceback, cut));
  }

  private addFrame(cells: Cells, from: number): number {
    const line = this.integerOf(cells, from + 1);
    if (!(line >= 0 && line <= MAX_LINE)) throw new ImpossibleNumber(`a frame has the line ${line}`);
    const text = cells.values[from] as number;
    const frame = this.frameAt(text, line);
    const slot = placeSlot(text, line);
    this.recentPlaces[slot] = text;
    this.recentPlaces[slot + 1] = line;
    this.recentPlaces[slot + 2] = frame;
    return this.give(Tag.FRAME, frame);
  }

  /** The file has the most recent frame first, the tree grows from the root: walk backwards. */
  private addTraceback(cells: Cells, from: number): number {
    const { values } = cells;
    const end = Math.max(from, cells.length - this.limits.maxStackDepth);
    if (end > from) this.deepStacks += 1;
    let node = 0;
    for (let at = cells.length - 1; at >= end; at--) node = this.stacks.child(node, values[at] as number);
    return this.give(Tag.TRACEBACK, this.pushTraceback(node, cells.length - from));
  }

  /** tracemalloc's own word for "no Python frame"; an empty tuple is not written by any version known. */
  private unknownTraceback(): number {
    if (this.emptyTraceback < 0) this.emptyTraceback = this.pushTraceback(this.stacks.child(0, this.frameAt(this.internText('<unknown>'), 0)), 0);
    return this.emptyTraceback;
  }

  private pushTraceback(node: number, frames: number): number {
    this.tracebackNode.push(node);
    this.tracebackFrames.push(frames);
    return this.tracebackNode.length - 1;
  }

  private give(tag: number, value: number): number {
    this.value = value;
    return tag;
  }
}

function isInteger(cells: Cells, at: number): boolean {
  return cells.tags[at] === Tag.INT || cells.tags[at] === Tag.WIDE_INT;
}

/** Where `recentPlaces` keeps a line of a text; another place may have taken it. */
export function placeSlot(text: number, line: number): number {
  return ((Math.imul(text, 0x9e3779b1) + line) & (RECENT_PLACES - 1)) << 2;
}

/** `basename:line`, or the file's name alone where tracemalloc knew no line. */
function placeName(file: string, line: number): string {
  const name = file.slice(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1) || file;
  return line === 0 ? name : `${name}:${line}`;
}
