import type { ImportLimits } from '../../core/limits.ts';
import { FrameTableBuilder } from '../../core/model/frames.ts';
import { StackTreeBuilder } from '../../core/model/stacks.ts';
import { CountReader, trimEnd } from './count.ts';
import { DecimalWeights } from './decimal-weights.ts';
import { FrameBytes, readAhead } from './frame-bytes.ts';
import { LineCache } from './line-cache.ts';
import { StackWalker } from './stack-walker.ts';

const NEWLINE = 0x0a;
const SEMICOLON = 0x3b;
const HASH = 0x23;
/** A longer line is counted as bad; a stack of the greatest depth with usual names is far shorter. */
const MAX_LINE_BYTES = 256 * 1024 ** 2;
const MAX_COMMENT_LINES = 100;

/** Turns the bytes of a folded file into a stack tree with weights. `push` every chunk, then `finish`. */
export class StackLines {
  readonly frames: FrameTableBuilder;
  readonly tree: StackTreeBuilder;
  readonly weights: DecimalWeights;
  readonly frameBytes: FrameBytes;
  readonly comments: string[] = [];
  stackLineCount = 0;
  badLineCount = 0;
  /** 1-based, 0 where there is none. */
  firstBadLine = 0;
  emptyStackCount = 0;
  readonly walker: StackWalker;

  private readonly columnCount: 1 | 2;
  private readonly count = new CountReader();
  private readonly cache = new LineCache();
  private lineNumber = 0;
  /** A line cut by a chunk's end, followed by room to read ahead. */
  private carry = Buffer.alloc(4096);
  private carryView = viewOf(this.carry);
  private carryLength = 0;
  private overlong = false;

  constructor(limits: ImportLimits, columnCount: 1 | 2) {
    this.frames = new FrameTableBuilder(limits);
    this.tree = new StackTreeBuilder(limits);
    this.frameBytes = new FrameBytes(this.frames, limits.maxNameLength);
    this.weights = new DecimalWeights(columnCount);
    this.columnCount = columnCount;
    this.walker = new StackWalker(this.frameBytes, this.tree, limits.maxStackDepth);
  }

  push(chunk: Buffer): void {
    let from = 0;
    if (this.carryLength > 0 || this.overlong) {
      const newline = chunk.indexOf(NEWLINE);
      from = newline < 0 ? chunk.length : newline + 1;
      this.keep(chunk, 0, from);
      if (newline < 0) return;
      this.readKept();
    }
    from = this.readLines(chunk, viewOf(chunk), from, chunk.length - readAhead);
    this.keep(chunk, from, chunk.length);
  }

  /** Reads what is left, a last line without newline included. */
  finish(): void {
    if (this.carryLength > 0 || this.overlong) {
      this.keep(Buffer.of(NEWLINE), 0, 1);
      this.readKept();
    }
  }

  private readKept(): void {
    if (this.overlong) {
      this.lineNumber += 1;
      this.noteBadLine();
      this.overlong = false;
    } else this.readLines(this.carry, this.carryView, 0, this.carryLength);
    this.carryLength = 0;
  }

  private keep(chunk: Buffer, from: number, to: number): void {
    if (this.overlong || from === to) return;
    const length = this.carryLength + to - from;
    if (length > MAX_LINE_BYTES) {
      this.overlong = true;
      this.carryLength = 0;
      return;
    }
    if (length + readAhead > this.carry.length) {
      const grown = Buffer.alloc(Math.max(this.carry.length * 2, length + readAhead));
      this.carry.copy(grown, 0, 0, this.carryLength);
      this.carry = grown;
      this.carryView = viewOf(grown);
    }
    chunk.copy(this.carry, this.carryLength, from, to);
    this.carryLength = length;
  }

  /** Reads the lines that end before `to`; returns the start of the first one that does not. */
  private readLines(bytes: Buffer, view: DataView, from: number, to: number): number {
    this.walker.forget();
    let start = from;
    while (start < to) {
      const newline = bytes.indexOf(NEWLINE, start);
      if (newline < 0 || newline >= to) break;
      this.readLine(bytes, view, start, newline);
      start = newline + 1;
    }
    return start;
  }

  private readLine(bytes: Buffer, view: DataView, start: number, newline: number): void {
    this.lineNumber += 1;
    const end = trimEnd(view, start, newline);
    if (end === start) return;
    if (view.getUint8(start) === HASH && isComment(view, start, end)) this.readComment(view, start, end);
    else this.readStackLine(bytes, view, start, end);
  }

  private readStackLine(bytes: Buffer, view: DataView, start: number, end: number): void {
    const count = this.count;
    if (!count.read(view, start, end)) {
      this.noteBadLine();
      return;
    }
    const { value, decimals } = count;
    if (this.columnCount === 1) {
      this.weights.add(0, this.nodeOf(bytes, view, start, count.before), value, decimals);
    } else {
      if (!count.read(view, start, count.before)) {
        this.noteBadLine();
        return;
      }
      const node = this.nodeOf(bytes, view, start, count.before);
      this.weights.add(0, node, count.value, count.decimals);
      this.weights.add(1, node, value, decimals);
    }
    this.stackLineCount += 1;
  }

  private nodeOf(bytes: Buffer, view: DataView, start: number, end: number): number {
    if (end > start && view.getUint8(end - 1) === SEMICOLON) end -= 1;
    if (end === start) return this.emptyStack();
    const length = end - start;
    const { cache, walker } = this;
    if (length < 4 || !cache.takesPart()) return walker.walk(view, start, end);
    const hash = cache.hash(view, start, length);
    const known = cache.find(view, bytes, start, length, hash);
    if (known >= 0) return known;
    const node = walker.walk(view, start, end);
    cache.add(bytes, start, length, hash, node);
    return node;
  }

  private emptyStack(): number {
    this.emptyStackCount += 1;
    return this.tree.child(0, this.frames.intern('(no frames)'));
  }

  private readComment(view: DataView, start: number, end: number): void {
    if (this.comments.length >= MAX_COMMENT_LINES) this.comments.pop();
    const length = Math.min(end - start, 1000);
    this.comments.push(Buffer.from(view.buffer as ArrayBuffer, view.byteOffset + start, length).toString('utf8'));
  }

  private noteBadLine(): void {
    this.badLineCount += 1;
    if (this.firstBadLine === 0) this.firstBadLine = this.lineNumber;
  }
}

/** `# key: value` and a lone `#` are comments; `#<Class>;f 5` and `#private 5` are stacks. */
function isComment(view: DataView, start: number, end: number): boolean {
  const next = start + 1 < end ? view.getUint8(start + 1) : 0x20;
  return next === 0x20 || next === 0x09 || next === HASH;
}

function viewOf(bytes: Buffer): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
