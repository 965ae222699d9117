import type { LineCosts } from '../../core/model/profile.ts';
import { type FunctionList, lineOf, threadFile } from './functions.ts';

/** Attributes of one frame that are looked at; pyinstrument writes three. */
const maxAttributes = 10;

/**
 * The distinct frame texts of a session, `function\0file\0line` and then attributes behind \x01 each:
 * `l` the running line, `c` the class of `self` or `cls`, `h` hidden (frame_info.py of pyinstrument 5; none in 3).
 */
export class FrameInfos {
  private readonly functionOf: number[] = [];
  private readonly classOf: string[] = [];
  private readonly lineOf: number[] = [];
  private readonly seconds: number[] = [];
  private readonly selfSeconds: number[] = [];
  private readonly indexOfText = new Map<string, number>();
  private readonly functions: FunctionList;

  constructor(functions: FunctionList) {
    this.functions = functions;
  }

  intern(text: string): number {
    const known = this.indexOfText.get(text);
    if (known !== undefined) return known;
    const [identifier = '', ...attributes] = text.split('\u0001', maxAttributes);
    const [name = '', file = '', line = ''] = identifier.split('\u0000', 3);
    // The line of a thread is its id: more digits than a line, and what tells two threads apart.
    this.functionOf.push(this.functions.intern(name, file, file === threadFile ? Number(line) : lineOf(line)));
    this.classOf.push(attributeOf(attributes, 'c'));
    this.lineOf.push(lineOf(attributeOf(attributes, 'l')));
    this.seconds.push(0);
    this.selfSeconds.push(0);
    this.indexOfText.set(text, this.functionOf.length - 1);
    return this.functionOf.length - 1;
  }

  function(info: number): number {
    return this.functionOf[info] as number;
  }

  /** Adds a sample of the stack `infos[0..depth)`, root first. */
  addSample(infos: Int32Array, depth: number, seconds: number): void {
    if (depth === 0) return;
    for (let i = 0; i < depth; i++) {
      const info = infos[i] as number;
      this.seconds[info] = (this.seconds[info] as number) + seconds;
    }
    const leaf = infos[depth - 1] as number;
    this.selfSeconds[leaf] = (this.selfSeconds[leaf] as number) + seconds;
  }

  /** Tells the functions their classes and gives the self seconds by line; null where no frame names one. */
  finish(): LineCosts | null {
    const costs = new Map<string, { frame: number; line: number; cost: number }>();
    let lines = false;
    for (let info = 0; info < this.functionOf.length; info++) {
      const frame = this.functionOf[info] as number;
      const className = this.classOf[info] as string;
      const line = this.lineOf[info] as number;
      const cost = this.selfSeconds[info] as number;
      if (className !== '') this.functions.addClass(frame, className, this.seconds[info] as number);
      if (line > 0) lines = true;
      if (line === 0 || cost === 0 || this.functions.isThread(frame)) continue;
      const row = costs.get(`${frame}:${line}`);
      if (row === undefined) costs.set(`${frame}:${line}`, { frame, line, cost });
      else row.cost += cost;
    }
    if (!lines) return null;
    const rows = [...costs.values()];
    return { frame: Uint32Array.from(rows, (row) => row.frame), line: Uint32Array.from(rows, (row) => row.line), cost: Float64Array.from(rows, (row) => row.cost) };
  }
}

function attributeOf(attributes: readonly string[], marker: string): string {
  return attributes.find((attribute) => attribute.startsWith(marker))?.slice(1) ?? '';
}
