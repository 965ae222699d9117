import type { ImportLimits } from '../../core/limits.ts';
import { FrameTableBuilder } from '../../core/model/frames.ts';
import { position } from '../shared/source-position.ts';

/** File of the frame that pyinstrument 4 and 5 put below a thread's first call; its line is the thread's id. */
export const threadFile = '<thread>';

/** Functions as pyinstrument tells them apart: by name, file and first line. */
export class FunctionList {
  private readonly names: string[] = [];
  private readonly files: string[] = [];
  private readonly lines: number[] = [];
  private readonly indexOfKey = new Map<string, number>();
  /** Seconds by class of `self` or `cls`. */
  private readonly classes = new Map<number, Map<string, number>>();

  intern(name: string, file: string, line: number): number {
    const key = `${name}\u0000${file}\u0000${line}`;
    const known = this.indexOfKey.get(key);
    if (known !== undefined) return known;
    this.indexOfKey.set(key, this.names.length);
    this.files.push(file);
    this.lines.push(line);
    return this.names.push(name) - 1;
  }

  isThread(index: number): boolean {
    return this.files[index] === threadFile;
  }

  nameOf(index: number): string {
    return this.names[index] as string;
  }

  /** Says that the function ran for `seconds` as a method of this class. */
  addClass(index: number, className: string, seconds: number): void {
    let seen = this.classes.get(index);
    if (seen === undefined) this.classes.set(index, (seen = new Map<string, number>()));
    seen.set(className, (seen.get(className) ?? 0) + seconds);
  }

  /**
   * Frame table and the frame of each function. A method is named `Class.method`; one that several
   * classes inherit stays one function, under the class in which it ran longest, as in pyinstrument.
   * The function `leftOut` gets no frame; -1 leaves none out.
   */
  finish(limits: ImportLimits, leftOut: number): { builder: FrameTableBuilder; frameOf: Uint32Array } {
    const builder = new FrameTableBuilder(limits);
    const frameOf = new Uint32Array(this.names.length);
    for (let index = 0; index < frameOf.length; index++) {
      if (index === leftOut) continue;
      const thread = this.isThread(index);
      frameOf[index] = builder.append(this.qualifiedName(index), thread ? '' : (this.files[index] as string), thread ? 0 : (this.lines[index] as number));
    }
    return { builder, frameOf };
  }

  private qualifiedName(index: number): string {
    const name = this.names[index] as string;
    const seen = this.classes.get(index);
    if (seen === undefined) return name === '' ? '(no name)' : name;
    let longest = '';
    let most = -1;
    for (const [className, seconds] of seen) {
      if (seconds <= most) continue;
      longest = className;
      most = seconds;
    }
    return `${longest}.${name}`;
  }
}

/** A frame that pyinstrument made up for its parent's own time, or for a forest's missing root. */
export function isTransparent(name: string): boolean {
  return name === '[self]' || name === '[root]';
}

/** A first line as text or number; 0 for anything that is none. */
export function lineOf(value: string | number): number {
  const line = typeof value === 'number' ? value : /^\d{1,10}$/.test(value) ? Number(value) : 0;
  return position(line);
}
