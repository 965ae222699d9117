import type { ImportLimits } from '../../core/limits.ts';
import { readDecimal } from './decimal.ts';
import { Readings } from './readings.ts';

const NEWLINE = 10;
const SPACE = 32;
/** Length of "CMDLINE". */
const longestWord = 7;
/** A longer line is counted as bad; only a command line comes near. */
const maxLineBytes = 1024 ** 2;
const bytesPerMib = 1024 ** 2;
/** 2^40 MiB are more than any address holds; Unix seconds of the year 5138. */
const mostMib = 2 ** 40;
const mostSeconds = 1e11;

/** One call of a watched function. */
export interface WatchedCall {
  readonly name: string;
  /** Unix seconds. */
  readonly start: number;
  readonly end: number;
}

/** Turns the bytes of a .dat file into readings. `push` every chunk, then `finish`. */
export class ReadingLines {
  readonly main = new Readings();
  /** By process id as written. */
  readonly children = new Map<string, Readings>();
  readonly calls: WatchedCall[] = [];
  readonly commands: string[] = [];
  readingCount = 0;
  badCount = 0;
  /** 1-based, 0 where there is none. */
  firstBadLine = 0;
  /** Readings of children past the limit. */
  otherReadings = 0;
  /** Readings of children that had just ended: mprof writes process 0. */
  goneReadings = 0;
  private lineNumber = 0;
  private carry: Buffer = Buffer.alloc(0);
  private overlong = false;
  private mayBeCut = false;
  /** Where each word of the line begins; it ends one byte before the next one. */
  private readonly words = new Int32Array(8);
  private readonly names = new Map<string, string>();
  private readonly limits: ImportLimits;

  constructor(limits: ImportLimits) {
    this.limits = limits;
  }

  push(chunk: Buffer): void {
    let from = 0;
    if (this.carry.length > 0 || this.overlong) {
      const newline = chunk.indexOf(NEWLINE);
      from = newline < 0 ? chunk.length : newline + 1;
      this.keep(chunk.subarray(0, from));
      if (newline < 0) return;
      this.readKept();
    }
    for (let newline = chunk.indexOf(NEWLINE, from); newline >= 0; newline = chunk.indexOf(NEWLINE, from)) {
      this.readLine(chunk, from, newline);
      from = newline + 1;
    }
    this.keep(chunk.subarray(from));
  }

  /** Reads what is left. A last line without its newline may be cut in the middle of its time, which then is too small. */
  finish(): void {
    this.mayBeCut = true;
    if (this.carry.length > 0 || this.overlong) this.readKept();
  }

  private keep(bytes: Buffer): void {
    if (this.carry.length + bytes.length > maxLineBytes) this.overlong = true;
    this.carry = this.overlong ? Buffer.alloc(0) : Buffer.concat([this.carry, bytes]);
  }

  private readKept(): void {
    if (this.overlong) {
      this.lineNumber += 1;
      this.noteBad();
      this.overlong = false;
    } else this.readLine(this.carry, 0, this.carry[this.carry.length - 1] === NEWLINE ? this.carry.length - 1 : this.carry.length);
    this.carry = Buffer.alloc(0);
  }

  private readLine(bytes: Buffer, from: number, newline: number): void {
    this.lineNumber += 1;
    let end = newline;
    while (end > from && (bytes[end - 1] as number) <= SPACE) end -= 1;
    if (end === from) return;
    if (end - from > maxLineBytes || !this.readWords(bytes, from, end)) this.noteBad();
  }

  private readWords(bytes: Buffer, from: number, end: number): boolean {
    // Looked for in these few bytes only: a file without blanks would be searched to its end at every line.
    let gap = from;
    while (gap < end && gap < from + longestWord && bytes[gap] !== SPACE) gap += 1;
    if (bytes[gap] !== SPACE) return false;
    const word = bytes.toString('latin1', from, gap);
    if (word === 'MEM') return this.splitFirst(bytes, gap + 1, end, 2) && this.addReading(this.main, bytes, 0);
    if (word === 'CHLD') return this.splitFirst(bytes, gap + 1, end, 3) && this.addChild(bytes);
    if (word === 'FUNC') return this.addCall(bytes, gap + 1, end);
    if (word !== 'CMDLINE') return false;
    this.commands.push(bytes.toString('utf8', gap + 1, Math.min(end, gap + 1 + this.limits.maxNameLength)));
    return true;
  }

  /** Finds the first `count` words from `from` on; false where there are fewer. More may follow. */
  private splitFirst(bytes: Buffer, from: number, end: number, count: number): boolean {
    let p = from;
    for (let i = 0; i < count; i++) {
      this.words[i] = p;
      while (p < end && bytes[p] !== SPACE) p += 1;
      if (p === this.words[i]) return false;
      p += 1;
    }
    this.words[count] = p;
    return true;
  }

  private wordNumber(bytes: Buffer, index: number): number {
    return readDecimal(bytes, this.words[index] as number, (this.words[index + 1] as number) - 1);
  }

  /** Adds MiB and seconds, the words from `first` on; false for figures that no process has. */
  private addReading(readings: Readings, bytes: Buffer, first: number): boolean {
    const mib = this.wordNumber(bytes, first);
    const time = this.wordNumber(bytes, first + 1);
    if (!(mib <= mostMib) || !isTime(time) || (this.mayBeCut && time < readings.latest)) return false;
    readings.add(time, Math.round(mib * bytesPerMib));
    this.readingCount += 1;
    return true;
  }

  private addChild(bytes: Buffer): boolean {
    const id = this.wordNumber(bytes, 0);
    if (!Number.isSafeInteger(id)) return false;
    if (id === 0) {
      this.goneReadings += 1;
      return true;
    }
    const known = this.children.get(String(id));
    if (known === undefined && this.children.size >= this.limits.maxProfiles) {
      this.otherReadings += 1;
      return true;
    }
    const readings = known ?? new Readings();
    if (!this.addReading(readings, bytes, 1)) return false;
    if (known === undefined) this.children.set(String(id), readings);
    return true;
  }

  /** `name MiB s MiB s depth`, or without the depth, as older versions wrote; a name may hold blanks. */
  private addCall(bytes: Buffer, from: number, end: number): boolean {
    const words = bytes.toString('utf8', from, end).split(' ');
    const figures = words.length >= 6 ? words.slice(-5, -1) : words.slice(-4);
    if (words.length < 5) return false;
    const [startMib, start, endMib, stop] = figures.map((text) => readDecimal(Buffer.from(text), 0, Buffer.byteLength(text))) as [number, number, number, number];
    if (!(startMib <= mostMib) || !(endMib <= mostMib) || !isTime(start) || !isTime(stop) || stop < start) return false;
    const name = words.slice(0, words.length >= 6 ? -5 : -4).join(' ').slice(0, this.limits.maxNameLength);
    const kept = this.names.get(name) ?? name;
    this.names.set(name, kept);
    this.calls.push({ name: kept, start, end: stop });
    return true;
  }

  private noteBad(): void {
    this.badCount += 1;
    if (this.firstBadLine === 0) this.firstBadLine = this.lineNumber;
  }
}

function isTime(seconds: number): boolean {
  return seconds > 0 && seconds < mostSeconds;
}
