import { firstKey, KeySet, nextKey, noMoreKeys } from '../shared/json-keys.ts';
import { NumberColumn } from '../shared/json-number-column.ts';
import { readNumbers } from '../shared/json-numbers.ts';
import { readNumberOr, skipStreamed } from '../shared/json-skip.ts';
import { nextByte, take } from '../shared/json-tokens.ts';
import type { JsonWindow } from '../shared/json-window.ts';
import type { CallFrames } from '../shared/v8-call-frames.ts';
import { NodeTable } from './node-table.ts';
import { readHead } from './read-head.ts';
import { readNodes } from './read-nodes.ts';

/** What a .cpuprofile says, before it is understood. */
export interface RawProfile {
  readonly nodes: NodeTable;
  /** Index of each node's parent, where the file nests its nodes (old form). */
  parents: Int32Array | null;
  /** NaN where missing. */
  startTime: number;
  endTime: number;
  readonly samples: NumberColumn;
  readonly timeDeltas: NumberColumn;
  readonly timestamps: NumberColumn;
}

const keys = new KeySet(['nodes', 'startTime', 'endTime', 'samples', 'timeDeltas', 'head', 'timestamps']);
const [NODES, START_TIME, END_TIME, SAMPLES, TIME_DELTAS, HEAD, TIMESTAMPS] = [0, 1, 2, 3, 4, 5, 6];

/** Entries that columns have room for at first: a sample takes about ten bytes of text, and memory that is not written costs nothing. */
const firstCapacity = (bytes: number): number => Math.min(Math.max(1024, Math.ceil(bytes / 10)), 16_000_000);

/**
 * Reads the whole object of about `size` bytes; keys in any order, the last of equal keys counts,
 * unknown ones are skipped.
 */
export async function readRawProfile(window: JsonWindow, callFrames: CallFrames, size: number): Promise<RawProfile> {
  const raw: RawProfile = {
    nodes: new NodeTable(),
    parents: null,
    startTime: NaN,
    endTime: NaN,
    samples: new NumberColumn(firstCapacity(size)),
    timeDeltas: new NumberColumn(firstCapacity(size)),
    timestamps: new NumberColumn(),
  };
  await window.run(() => take(window, 123));
  let key = firstKey;
  for (;;) {
    const previous = key;
    key = await window.run(() => nextKey(window, keys, previous));
    if (key === noMoreKeys) return raw;
    const first = await window.run(() => nextByte(window));
    if (key === START_TIME) raw.startTime = await window.run(() => readNumberOr(window, NaN));
    else if (key === END_TIME) raw.endTime = await window.run(() => readNumberOr(window, NaN));
    else if (first === 91 && key === NODES) {
      raw.parents = null;
      await readNodes(window, raw.nodes, callFrames);
    } else if (first === 123 && key === HEAD) raw.parents = await readHead(window, raw.nodes, callFrames);
    else if (first === 91 && key === SAMPLES) await readNumbers(window, raw.samples, 'samples');
    else if (first === 91 && key === TIME_DELTAS) await readNumbers(window, raw.timeDeltas, 'timeDeltas');
    else if (first === 91 && key === TIMESTAMPS) await readNumbers(window, raw.timestamps, 'timestamps');
    else await skipStreamed(window);
  }
}
