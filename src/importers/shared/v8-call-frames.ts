import type { ImportLimits } from '../../core/limits.ts';
import { FrameTableBuilder } from '../../core/model/frames.ts';
import { position } from './source-position.ts';

/** Names that V8 gives to nodes which are no functions. */
export type MetaNode = 'root' | 'idle' | 'program' | 'gc' | null;
const metaNames: ReadonlyMap<string, MetaNode> = new Map([
  ['(root)', 'root'],
  ['(idle)', 'idle'],
  ['(program)', 'program'],
  ['(garbage collector)', 'gc'],
]);

/** Call frames of a V8 profile: the same (function, url, line, column) is one. */
export class CallFrames {
  private readonly names: string[] = [];
  private readonly files: string[] = [];
  private readonly lines: number[] = [];
  private readonly columns: number[] = [];
  private readonly indexOfKey = new Map<string, number>();
  private readonly fileOfUrl = new Map<string, string>();
  private overflow = -1;
  private readonly limits: ImportLimits;
  /** Call frames that found the table full, counted with repetition. */
  folded = 0;

  constructor(limits: ImportLimits) {
    this.limits = limits;
  }

  /** Index of the call frame; `line` and `column` are 1-based, 0 where unknown. */
  intern(functionName: string, url: string, line: number, column: number): number {
    const name = functionName === '' ? '(anonymous)' : functionName;
    const key = `${name}\u0000${url}\u0000${line}:${column}`;
    const known = this.indexOfKey.get(key);
    if (known !== undefined) return known;
    if (this.names.length >= this.limits.maxFrames) return this.fold();
    const index = this.push(name, this.pathOf(url), line, column);
    this.indexOfKey.set(key, index);
    return index;
  }

  /** As `intern`, of a call frame as the DevTools protocol has it: `line` and `column` are 0-based, -1 where unknown. */
  internZeroBased(functionName: string, url: string, line: number, column: number): number {
    return this.intern(functionName, url, position(line + 1), position(column + 1));
  }

  /** What V8 means by the node's name; null for a function. */
  metaOf(index: number): MetaNode {
    return this.files[index] === '' ? (metaNames.get(this.names[index] as string) ?? null) : null;
  }

  /**
   * Frame table and the frame of each call frame. Frames have no column, yet in bundled code one line
   * holds thousands of functions, many with one name. Those, and only those, get their column as part
   * of the name ("t:4513"): two functions must not become one, and plain code keeps plain names.
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

  private pathOf(url: string): string {
    let file = this.fileOfUrl.get(url);
    if (file === undefined) this.fileOfUrl.set(url, (file = pathOfUrl(url)));
    return file;
  }

  private fold(): number {
    this.folded += 1;
    if (this.overflow < 0) this.overflow = this.push('(more functions)', '', 0, 0);
    return this.overflow;
  }
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
