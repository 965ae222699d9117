import { closeSync, fstatSync, ftruncateSync, openSync, readSync, writeSync } from 'node:fs';
import { cannotUse } from './disk-error.ts';

const checkMs = 200;
/** While output pours in. */
const floodCheckMs = 20;

/** A file that receives the output of a process and keeps no more than its head and its tail. */
export interface CappedLog {
  /** For the process, as its stdout or stderr. */
  readonly descriptor: number;
  /** Call it once the process has the descriptor: looks at the file's size now and then, and cuts it where it is too large. */
  watch(): void;
  /** Call it when nothing writes any more. Returns how many bytes were left out. Throws InputError where the disk refuses. */
  finish(): number;
  /** Closes the file; may be called twice. */
  close(): void;
}

/**
 * Replaces the file at `path`. The process writes straight into it, always at its end: no pipe of ours
 * can block it, nor keep us waiting for what it left running. Throws InputError where the disk refuses.
 */
export function openCappedLog(path: string, maxBytes: number): CappedLog {
  const half = Math.floor(maxBytes / 2);
  const open: number[] = [];
  try {
    open.push(openSync(path, 'a+'), openSync(path, 'r+'));
    ftruncateSync(open[1] as number, 0);
  } catch (error) {
    closeAll(open);
    throw cannotUse(path, error);
  }
  // Only the second one may write in the middle.
  const [descriptor, own] = open as [number, number];
  let head: Buffer | null = null;
  let tail: Buffer = Buffer.alloc(0);
  let cutBytes = 0;
  let timer: NodeJS.Timeout | null = null;
  let failure: unknown = null;

  /** Takes what is kept out of a file that is too large, and empties it. */
  const cut = (): boolean => {
    const { size } = fstatSync(own);
    if (size <= maxBytes) return false;
    head ??= readAt(own, 0, half);
    tail = readAt(own, size - half, half);
    // Read again: what was written meanwhile goes too.
    cutBytes += fstatSync(own).size;
    ftruncateSync(own, 0);
    return true;
  };
  const check = (): void => {
    try {
      timer = setTimeout(check, cut() ? floodCheckMs : checkMs).unref();
    } catch (error) {
      failure = error;
    }
  };

  return {
    descriptor,
    watch() {
      closeSync(descriptor);
      open.shift();
      timer = setTimeout(check, checkMs).unref();
    },
    finish() {
      if (timer !== null) clearTimeout(timer);
      try {
        if (failure !== null) throw failure as Error;
        const { size } = fstatSync(own);
        if (head === null && size <= maxBytes) return 0;
        const first = head ?? readAt(own, 0, half);
        const rest = readAt(own, Math.max(0, size - half), Math.min(size, half));
        const end = Buffer.concat([tail, rest]);
        const last = end.subarray(Math.max(0, end.length - half));
        const dropped = cutBytes + size - first.length - last.length;
        writeInPlace(own, Buffer.concat([first, Buffer.from(`\n… ${head === null ? '' : 'at least '}${dropped} bytes left out …\n`), last]));
        return dropped;
      } catch (error) {
        throw cannotUse(path, error);
      }
    },
    close() {
      if (timer !== null) clearTimeout(timer);
      closeAll(open);
    },
  };
}

function readAt(descriptor: number, position: number, length: number): Buffer {
  const bytes = Buffer.alloc(length);
  return bytes.subarray(0, readSync(descriptor, bytes, 0, length, position));
}

/** Over what is there, so that a full disk has room for it. */
function writeInPlace(descriptor: number, bytes: Buffer): void {
  for (let done = 0; done < bytes.length; ) done += writeSync(descriptor, bytes, done, bytes.length - done, done);
  ftruncateSync(descriptor, bytes.length);
}

function closeAll(descriptors: number[]): void {
  for (const descriptor of descriptors.splice(0)) closeSync(descriptor);
}
