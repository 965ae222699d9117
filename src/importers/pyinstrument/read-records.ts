import type { ImportLimits } from '../../core/limits.ts';
import type { Note } from '../../core/model/note.ts';
import { StackTreeBuilder } from '../../core/model/stacks.ts';
import { SliceCache } from '../shared/json-slice-cache.ts';
import { nextByte, nextElement, readNumber, readString, take, unexpected } from '../shared/json-tokens.ts';
import type { JsonWindow } from '../shared/json-window.ts';
import { SampleRows } from '../shared/sample-rows.ts';
import { FrameInfos } from './frame-infos.ts';
import type { FunctionList } from './functions.ts';
import type { Recording } from './recording.ts';

/** Bytes that SliceCache.guess looks at. */
const guessBytes = 16;
const damaged = 'a record is a list of frames, root first, and a time: was the file edited, or cut and joined?';

/**
 * Reads `frame_records`: `[[frame, …], seconds]` a sample, in the order of time. A sample that says
 * less than no time counts as none. Throws InputError for a record of another shape.
 */
export async function readRecords(window: JsonWindow, functions: FunctionList, limits: ImportLimits): Promise<Recording> {
  const reader = new RecordReader(functions, limits);
  await window.run(() => take(window, 91));
  await window.run(() => {
    while (nextElement(window, reader.count === 0)) {
      reader.read(window);
      window.commit();
    }
  });
  return reader.finish();
}

class RecordReader {
  count = 0;
  private cutCalls = 0;
  private negative = 0;
  private readonly tree: StackTreeBuilder;
  private readonly infos: FrameInfos;
  private readonly cache = new SliceCache();
  private readonly rows = new SampleRows(16);
  private readonly maxDepth: number;
  // The stack that is being read, over the one before: neighbours share most of their calls.
  private path = new Int32Array(64);
  private functions = new Int32Array(64);
  private nodes = new Int32Array(64);
  /** Entries of `functions` and `nodes` that belong together. */
  private depth = 0;

  constructor(functions: FunctionList, limits: ImportLimits) {
    this.tree = new StackTreeBuilder(limits);
    this.infos = new FrameInfos(functions);
    this.maxDepth = limits.maxStackDepth;
  }

  read(window: JsonWindow): void {
    const start = window.pos;
    if (nextByte(window) !== 91) throw this.wrong(window, start);
    window.pos += 1;
    if (nextByte(window) !== 91) throw this.wrong(window, start);
    window.pos += 1;
    let depth = 0;
    for (; nextElement(window, depth === 0); depth++) this.put(depth, this.readFrame(window));
    if (nextByte(window) !== 44) throw this.wrong(window, start);
    window.pos += 1;
    const byte = nextByte(window);
    if (byte !== 45 && (byte < 48 || byte > 57)) throw this.wrong(window, start);
    const seconds = readNumber(window);
    take(window, 93);
    this.count += 1;
    if (depth > this.maxDepth) this.cutCalls += depth - this.maxDepth;
    if (seconds < 0) {
      this.negative += 1;
      return;
    }
    this.infos.addSample(this.path, depth, seconds);
    this.rows.add(depth === 0 ? 0 : (this.nodes[depth - 1] as number), seconds);
  }

  finish(): Recording {
    const notes: Note[] = [];
    if (this.negative > 0) notes.push({ code: 'negative-time', text: `${this.negative} samples say that less than no time passed; they count as none` });
    const lineCosts = this.infos.finish();
    return { tree: this.tree, samples: this.rows.finish(true), lineCosts, sampleCount: this.count, cutCalls: this.cutCalls, notes };
  }

  private put(depth: number, info: number): void {
    if (depth === this.path.length) this.grow();
    const called = this.infos.function(info);
    this.path[depth] = info;
    if (depth < this.depth && this.functions[depth] === called) return;
    const above = depth === 0 ? 0 : (this.nodes[depth - 1] as number);
    this.functions[depth] = called;
    this.nodes[depth] = depth < this.maxDepth ? this.tree.child(above, called) : above;
    this.depth = depth + 1;
  }

  private readFrame(window: JsonWindow): number {
    if (nextByte(window) !== 34) throw unexpected(window, 'a frame (a string)');
    const start = window.pos;
    if (start + guessBytes < window.end) {
      const to = this.cache.guess(window.view, start, 0, window.end);
      if (to >= 0) {
        window.pos = to;
        return this.cache.hit;
      }
    }
    const value = readString(window);
    const text = window.bytes.toString('latin1', start, window.pos);
    if (this.cache.find(text)) return this.cache.hit;
    const info = this.infos.intern(value);
    this.cache.keep(text, info);
    return info;
  }

  private wrong(window: JsonWindow, start: number): Error {
    return window.error(`frame_records[${this.count}] is not a list of frames and a time`, start, damaged);
  }

  private grow(): void {
    const doubled = (old: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> => {
      const grown = new Int32Array(old.length * 2);
      grown.set(old);
      return grown;
    };
    this.path = doubled(this.path);
    this.functions = doubled(this.functions);
    this.nodes = doubled(this.nodes);
  }
}
