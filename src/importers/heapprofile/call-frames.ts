import type { ImportLimits } from '../../core/limits.ts';
import { FrameTableBuilder } from '../../core/model/frames.ts';

/**
 * Functions of a V8 profile: the same (name, url, line, column) is one. Lines and columns are 1-based,
 * 0 where unknown.
 */
export class CallFrames {
  private readonly names: string[] = [];
  private readonly files: string[] = [];
  private readonly lines: number[] = [];
  private readonly columns: number[] = [];
  private readonly indexOfKey = new Map<string, number>();
  private overflow = -1;
  private readonly limits: ImportLimits;
  /** Call frames that found the table full, counted with repetition. */
  folded = 0;

  constructor(limits: ImportLimits) {
    this.limits = limits;
  }

  /** Index of the function; `line` and `column` as V8 writes them, 0-based. */
  intern(functionName: string, url: string, line: number, column: number): number {
    const name = functionName === '' ? '(anonymous)' : functionName;
    const key = `${name}\u0000${url}\u0000${line}:${column}`;
    const known = this.indexOfKey.get(key);
    if (known !== undefined) return known;
    if (this.names.length >= this.limits.maxFrames) {
      this.folded += 1;
      if (this.overflow < 0) this.overflow = this.push('(more functions)', '', 0, 0);
      return this.overflow;
    }
    const index = this.push(name, pathOfUrl(url), position(line + 1), position(column + 1));
    this.indexOfKey.set(key, index);
    return index;
  }

  isRoot(index: number): boolean {
    return this.names[index] === '(root)' && this.files[index] === '';
  }

  /**
   * Frame table and the frame of each function. In bundled code one line holds many functions of one
   * name: those, and only those, get their column as part of the name ("t:4513").
   */
  finish(): { builder: FrameTableBuilder; frameOf: Uint32Array } {
    const builder = new FrameTableBuilder(this.limits);
    const keys = this.names.map((name, index) => `${name}\u0000${this.files[index] as string}\u0000${this.lines[index] as number}`);
    const uses = new Map<string, number>();
    for (const key of keys) uses.set(key, (uses.get(key) ?? 0) + 1);
    const frameOf = new Uint32Array(this.names.length);
    for (let index = 0; index < frameOf.length; index++) {
      const name = this.names[index] as string;
      const shown = uses.get(keys[index] as string) === 1 ? name : `${name}:${this.columns[index] as number}`;
      frameOf[index] = builder.intern(shown, this.files[index] as string, this.lines[index] as number);
    }
    return { builder, frameOf };
  }

  private push(name: string, file: string, line: number, column: number): number {
    this.names.push(name);
    this.files.push(file);
    this.lines.push(line);
    this.columns.push(column);
    return this.names.length - 1;
  }
}

/** A usable 1-based line or column, 0 for anything else. */
function position(value: number): number {
  return Number.isInteger(value) && value > 0 && value <= 0x7fffffff ? value : 0;
}

/** ES modules have file URLs and CommonJS modules paths: both become paths, so that one file has one name. */
function pathOfUrl(url: string): string {
  if (!url.startsWith('file://')) return url;
  const path = url.slice(/^file:\/\/\/[A-Za-z]:/.test(url) ? 8 : 7);
  try {
    return decodeURIComponent(path);
  } catch (error) {
    if (error instanceof URIError) return path;
    throw error;
  }
}
