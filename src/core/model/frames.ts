import { importLimits } from '../limits.ts';

/**
 * Columns of the functions (or source lines) of a profile set. Strings are interned and hostile:
 * they are shown as they are and escaped on output.
 */
export interface FrameTable {
  readonly length: number;
  readonly name: readonly string[];
  /** Path or URL as the profiler wrote it, '' where unknown. */
  readonly file: readonly string[];
  /** 1-based, 0 where unknown. */
  readonly line: ArrayLike<number>;
}

/** Collects frames; the same (name, file, line) is one frame. */
export class FrameTableBuilder {
  private readonly names: string[] = [];
  private readonly files: string[] = [];
  private readonly lines: number[] = [];
  private readonly indexOfKey = new Map<string, number>();
  private readonly fileStrings = new Map<string, string>();
  private overflow = -1;
  private readonly maxFrames: number;
  private readonly maxNameLength: number;
  /** Distinct frames that were folded into "(more functions)", counted with repetition. */
  folded = 0;
  /** Names and paths that were cut. */
  cutNames = 0;

  constructor(limits: { maxFrames: number; maxNameLength: number } = importLimits) {
    this.maxFrames = limits.maxFrames;
    this.maxNameLength = limits.maxNameLength;
  }

  get length(): number {
    return this.names.length;
  }

  /** Index of the frame, added when it is new. */
  intern(name: string, file = '', line = 0): number {
    const shown = this.cut(name);
    const place = this.cut(file);
    const key = file === '' && line === 0 ? shown : `${shown}\u0000${place}\u0000${line}`;
    const known = this.indexOfKey.get(key);
    if (known !== undefined) return known;
    if (this.names.length >= this.maxFrames) return this.foldFrame();
    const index = this.push(shown, place, line);
    this.indexOfKey.set(key, index);
    return index;
  }

  /** Adds a frame without looking for an equal one: for importers whose table is distinct by itself. */
  append(name: string, file = '', line = 0): number {
    if (this.names.length >= this.maxFrames) return this.foldFrame();
    return this.push(this.cut(name), this.cut(file), line);
  }

  finish(): FrameTable {
    return { length: this.names.length, name: this.names, file: this.files, line: this.lines };
  }

  private push(name: string, file: string, line: number): number {
    this.names.push(name);
    this.files.push(this.internFile(file));
    this.lines.push(line);
    return this.names.length - 1;
  }

  private internFile(file: string): string {
    const known = this.fileStrings.get(file);
    if (known !== undefined) return known;
    this.fileStrings.set(file, file);
    return file;
  }

  private cut(name: string): string {
    if (name.length <= this.maxNameLength) return name;
    this.cutNames += 1;
    return `${name.slice(0, this.maxNameLength)}…`;
  }

  private foldFrame(): number {
    this.folded += 1;
    if (this.overflow < 0) this.overflow = this.push('(more functions)', '', 0);
    return this.overflow;
  }
}

/** Name of the frame that stands for calls too small to be kept in a tree. */
export const prunedFrameName = '(pruned)';

/** The table with made-up frames behind its own: they have a name, no file and no line. */
export function appendFrames(frames: FrameTable, names: readonly string[]): FrameTable {
  const line = new Uint32Array(frames.length + names.length);
  line.set(frames.line);
  return { length: line.length, name: [...frames.name, ...names], file: [...frames.file, ...names.map(() => '')], line };
}
