import { NumberColumn } from '../shared/json-number-column.ts';
import { nextByte, nextElement, readNumber, take, unexpected } from '../shared/json-tokens.ts';
import type { JsonWindow } from '../shared/json-window.ts';
import type { FramePath } from './frame-path.ts';

/**
 * Reads `samples`, an array of root-first lists of frame indices, to the stack node of each sample.
 * Neighbours share most of their frames, so a list is first compared with the one before.
 */
export async function readSamples(window: JsonWindow, path: FramePath, what: string): Promise<NumberColumn> {
  const stacks = new NumberColumn(16);
  await window.run(() => take(window, 91));
  await window.run(() => {
    while (nextElement(window, stacks.length === 0)) {
      stacks.push(readSample(window, path, what, stacks.length));
      window.commit();
    }
  });
  return stacks;
}

function readSample(window: JsonWindow, path: FramePath, what: string, index: number): number {
  take(window, 91);
  const { bytes } = window;
  let p = window.pos;
  let node = 0;
  for (let depth = 0; ; depth++) {
    const start = p;
    let frame = 0;
    let byte = bytes[p] as number;
    while (byte >= 48 && byte <= 57) {
      frame = (Math.imul(frame, 10) + byte - 48) | 0;
      byte = bytes[++p] as number;
    }
    const digits = p - start;
    if ((byte !== 44 && byte !== 93) || digits === 0 || digits > 9 || (digits > 1 && bytes[start] === 48)) {
      window.pos = start;
      frame = readSlowly(window, depth, what, index);
      if (frame < 0) return node;
      byte = nextByte(window);
      if (byte !== 44 && byte !== 93) throw unexpected(window, '"," or "]"');
      p = window.pos;
    }
    p += 1;
    if (depth < path.depth && path.frames[depth] === frame) node = path.nodes[depth] as number;
    else node = path.put(depth, frame, window.offsetOf(start));
    if (byte === 93) {
      window.pos = p;
      return node;
    }
  }
}

/** A frame index of any spelling; -1 after the `]` of an empty list. */
function readSlowly(window: JsonWindow, depth: number, what: string, index: number): number {
  const byte = nextByte(window);
  if (byte === 93 && depth === 0) {
    window.pos += 1;
    return -1;
  }
  const at = window.pos;
  const frame = readNumber(window);
  if (!isFrameIndex(frame)) throw window.error(`${what}[${index}] names frame ${frame}, which is no index of shared.frames`, at);
  return frame;
}

export function isFrameIndex(value: number): boolean {
  return Number.isInteger(value) && value >= 0 && value <= 0x7fffffff;
}
