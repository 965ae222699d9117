import { firstKey, KeySet, nextKey, noMoreKeys } from '../shared/json-keys.ts';
import { notNumber } from '../shared/json-numbers.ts';
import { readStringOr, skipValue } from '../shared/json-skip.ts';
import { nextByte, nextElement, readNumber, take } from '../shared/json-tokens.ts';
import type { JsonWindow } from '../shared/json-window.ts';
import { SampleRows } from '../shared/sample-rows.ts';
import type { FramePath } from './frame-path.ts';
import { isFrameIndex } from './read-samples.ts';

const eventKeys = new KeySet(['type', 'frame', 'at']);
const damaged = 'the file is damaged or was put together wrongly: export it again';

/** Stacks with durations, made of events. */
export interface Timeline {
  readonly rows: SampleRows;
  readonly events: number;
  /** Time between events in which nothing was open: it belongs to no stack and is not counted. */
  readonly gap: number;
}

/**
 * Reads `events`, which open ("O") and close ("C") frames at times that never decrease. Throws
 * InputError for a decreasing time, for a close that does not match and for frames left open.
 */
export async function readEvents(window: JsonWindow, path: FramePath, what: string): Promise<Timeline> {
  const reader = new EventReader(path, what);
  await window.run(() => take(window, 91));
  await window.run(() => {
    while (nextElement(window, reader.events === 0)) {
      reader.read(window);
      window.commit();
    }
  });
  reader.finish(window);
  return reader;
}

class EventReader implements Timeline {
  readonly rows = new SampleRows(16);
  events = 0;
  gap = 0;
  private last = 0;
  private readonly path: FramePath;
  private readonly what: string;
  // Fields of the event that is being read.
  private opens = false;
  private frame = -1;
  private at = NaN;

  constructor(path: FramePath, what: string) {
    this.path = path;
    this.what = what;
  }

  read(window: JsonWindow): void {
    const start = window.pos;
    let seen = 0;
    take(window, 123);
    for (let key = nextKey(window, eventKeys, firstKey); key !== noMoreKeys; key = nextKey(window, eventKeys, key)) {
      if (key === 0) this.readType(window);
      else if (key === 1) this.frame = this.readField(window, 'frame');
      else if (key === 2) this.at = this.readField(window, 'at');
      else skipValue(window);
      if (key >= 0) seen |= 1 << key;
    }
    if (seen !== 7) throw window.error(`${this.what}[${this.events}] lacks its type, frame or at`, start, damaged);
    if (!isFrameIndex(this.frame)) throw window.error(`${this.what}[${this.events}] names frame ${this.frame}, which is no index of shared.frames`, start);
    this.apply(window, start);
    this.events += 1;
  }

  finish(window: JsonWindow): void {
    const { depth, frames } = this.path;
    if (depth > 0) throw window.error(`${this.what} ends while ${depth} frames are open (innermost: frame ${frames[depth - 1] as number})`, window.pos, damaged);
  }

  private apply(window: JsonWindow, start: number): void {
    const { path, at, frame } = this;
    const { depth } = path;
    if (this.events > 0) {
      if (at < this.last) throw window.error(`${this.what}[${this.events}] is at ${at}, before the event in front of it (${this.last})`, start, damaged);
      if (depth === 0) this.gap += at - this.last;
      else this.rows.add(path.nodes[depth - 1] as number, at - this.last);
    }
    if (this.opens) path.put(depth, frame, window.offsetOf(start));
    else {
      if (depth === 0) throw window.error(`${this.what}[${this.events}] closes frame ${frame}, but none is open`, start, damaged);
      const top = path.frames[depth - 1] as number;
      if (top !== frame) throw window.error(`${this.what}[${this.events}] closes frame ${frame} while frame ${top} is the innermost`, start, damaged);
      path.depth = depth - 1;
    }
    this.last = at;
  }

  private readType(window: JsonWindow): void {
    const byte = nextByte(window);
    const { bytes, pos } = window;
    // Nearly always `"O"` or `"C"`, three bytes.
    const letter = byte === 34 && bytes[pos + 2] === 34 ? (bytes[pos + 1] as number) : 0;
    if (letter === 79 || letter === 67) {
      window.pos = pos + 3;
      this.opens = letter === 79;
      return;
    }
    const type = readStringOr(window, 'none');
    if (type !== 'O' && type !== 'C') throw window.error(`${this.what}[${this.events}] has the type ${JSON.stringify(type.slice(0, 20))}, not "O" or "C"`, pos, damaged);
    this.opens = type === 'O';
  }

  private readField(window: JsonWindow, field: string): number {
    const byte = nextByte(window);
    if (byte !== 45 && (byte < 48 || byte > 57)) throw notNumber(window, this.events, this.what, `.${field}`);
    return readNumber(window);
  }
}
