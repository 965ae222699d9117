import type { FrameTable } from '../../core/model/frames.ts';
import type { FrameLineMeaning } from '../../core/model/profile.ts';
import { ProtoWriter } from './proto-writer.ts';

/** Strings of the file; index 0 is ''. */
export class StringIndex {
  private readonly indexOf = new Map<string, number>([['', 0]]);

  add(text: string): number {
    const known = this.indexOf.get(text);
    if (known !== undefined) return known;
    this.indexOf.set(text, this.indexOf.size);
    return this.indexOf.size - 1;
  }

  writeTo(out: ProtoWriter, field: number): void {
    for (const text of this.indexOf.keys()) out.text(field, text);
  }
}

/**
 * Functions and locations, made as stacks name them, so that the hottest get the shortest ids. One
 * location per frame: the model's inlined functions are frames of their own. system_name stays empty,
 * else `go tool pprof` would take names such as `<module>` for C++ templates and cut them.
 */
export class CodeTables {
  private readonly strings: StringIndex;
  private readonly functionIds = new Map<string, number>();
  private readonly locationIds = new Map<string, number>();
  private readonly functions = new ProtoWriter();
  private readonly locations = new ProtoWriter();
  private readonly message = new ProtoWriter();
  private readonly line = new ProtoWriter();

  constructor(strings: StringIndex) {
    this.strings = strings;
  }

  /** Id of the location for a frame. Frames at executing lines share the function of their name and file. */
  locationOf(frames: FrameTable, frame: number, meaning: FrameLineMeaning): number {
    const name = frames.name[frame] as string;
    const file = frames.file[frame] as string;
    const line = frames.line[frame] as number;
    const startLine = meaning === 'definition' ? line : 0;
    const running = meaning === 'executing' ? line : 0;
    const functionId = this.functionOf(name, file, startLine);
    const key = `${functionId}:${running}`;
    const known = this.locationIds.get(key);
    if (known !== undefined) return known;
    const id = this.locationIds.size + 1;
    this.locationIds.set(key, id);
    const { line: lineMessage, message } = this;
    lineMessage.clear();
    lineMessage.number(1, functionId);
    lineMessage.number(2, running);
    message.clear();
    message.number(1, id);
    message.block(4, lineMessage.view());
    this.locations.block(4, message.view());
    return id;
  }

  writeTo(out: ProtoWriter): void {
    out.append(this.locations.view());
    out.append(this.functions.view());
  }

  private functionOf(name: string, file: string, startLine: number): number {
    const nameIndex = this.strings.add(name);
    const fileIndex = this.strings.add(file);
    const key = `${nameIndex}:${fileIndex}:${startLine}`;
    const known = this.functionIds.get(key);
    if (known !== undefined) return known;
    const id = this.functionIds.size + 1;
    this.functionIds.set(key, id);
    const { message } = this;
    message.clear();
    message.number(1, id);
    message.number(2, nameIndex);
    message.number(4, fileIndex);
    message.number(5, startLine);
    this.functions.block(5, message.view());
    return id;
  }
}
