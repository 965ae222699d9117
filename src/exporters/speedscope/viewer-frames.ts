import type { FrameTable } from '../../core/model/frames.ts';
import { frameJson } from './format.ts';

/** Frames of the embedded viewer, numbered in the order in which they are first asked for: unused ones are left out. */
export class ViewerFrames {
  private readonly frames: FrameTable;
  private readonly names: readonly string[];
  private readonly indexOfFrame: Int32Array;
  private readonly indexOfExtra = new Map<string, number>();
  private readonly texts: string[] = [];

  constructor(frames: FrameTable, names: readonly string[]) {
    this.frames = frames;
    this.names = names;
    this.indexOfFrame = new Int32Array(frames.length).fill(-1);
  }

  /** Viewer index of a frame of the table. */
  indexOf(frame: number): number {
    const known = this.indexOfFrame[frame] as number;
    if (known >= 0) return known;
    const given = this.names[frame] ?? '';
    const name = given === '' ? (this.frames.name[frame] as string) : given;
    const index = this.texts.push(frameJson(name, this.frames.file[frame] as string, this.frames.line[frame] as number)) - 1;
    this.indexOfFrame[frame] = index;
    return index;
  }

  /** Viewer index of the frame that stands for `count` frames below the depth cap. */
  elided(count: number): number {
    return this.extra(`... ${count} frames elided`);
  }

  /** Viewer index of the frame that stands for an empty stack. */
  none(): number {
    return this.extra('(no frames)');
  }

  json(): string {
    return this.texts.join(',');
  }

  private extra(name: string): number {
    const known = this.indexOfExtra.get(name);
    if (known !== undefined) return known;
    const index = this.texts.push(frameJson(name, '', 0)) - 1;
    this.indexOfExtra.set(name, index);
    return index;
  }
}
