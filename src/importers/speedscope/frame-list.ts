import type { ImportLimits } from '../../core/limits.ts';
import { FrameTableBuilder } from '../../core/model/frames.ts';
import { firstKey, KeySet, nextKey, noMoreKeys } from '../shared/json-keys.ts';
import { NumberColumn } from '../shared/json-number-column.ts';
import { readNumberOr, readStringOr, skipStreamed, skipValue } from '../shared/json-skip.ts';
import { nextElement, take } from '../shared/json-tokens.ts';
import type { JsonWindow } from '../shared/json-window.ts';

const sharedKeys = new KeySet(['frames']);
const frameKeys = new KeySet(['name', 'file', 'line']);

/** The frames that profiles refer to by index. */
export class FrameList {
  readonly table: FrameTableBuilder;
  /** Frame of each index: equal name, file and line are one frame. */
  readonly frameOf = new NumberColumn();

  constructor(limits: ImportLimits) {
    this.table = new FrameTableBuilder(limits);
  }

  /** True where index i is frame i throughout, so that nothing has to be renumbered. */
  get identical(): boolean {
    return this.table.length === this.frameOf.length && this.table.folded === 0;
  }

  /** Reads `{"frames": [{"name": …, "file": …, "line": …, "col": …}]}`. */
  async read(window: JsonWindow): Promise<void> {
    await window.run(() => take(window, 123));
    let key = firstKey;
    for (;;) {
      const previous = key;
      key = await window.run(() => nextKey(window, sharedKeys, previous));
      if (key === noMoreKeys) return;
      if (key === 0) await this.readFrames(window);
      else await skipStreamed(window);
    }
  }

  private async readFrames(window: JsonWindow): Promise<void> {
    this.frameOf.length = 0;
    await window.run(() => take(window, 91));
    await window.run(() => {
      while (nextElement(window, this.frameOf.length === 0)) {
        this.readFrame(window);
        window.commit();
      }
    });
  }

  private readFrame(window: JsonWindow): void {
    let name = '';
    let file = '';
    let line = 0;
    take(window, 123);
    for (let key = nextKey(window, frameKeys, firstKey); key !== noMoreKeys; key = nextKey(window, frameKeys, key)) {
      if (key === 0) name = readStringOr(window, '');
      else if (key === 1) file = readStringOr(window, '');
      else if (key === 2) line = readNumberOr(window, 0);
      else skipValue(window);
    }
    const known = Number.isInteger(line) && line > 0 && line <= 0xffffffff;
    this.frameOf.push(this.table.intern(name === '' ? '(anonymous)' : name, file, known ? line : 0));
  }
}
