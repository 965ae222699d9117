import type { ImportLimits } from '../../core/limits.ts';
import { firstKey, KeySet, nextKey, noMoreKeys } from '../shared/json-keys.ts';
import { readNumberOr, skipStreamed, skipValue } from '../shared/json-skip.ts';
import { nextByte, nextElement, take } from '../shared/json-tokens.ts';
import type { JsonWindow } from '../shared/json-window.ts';
import { CallFrames } from '../shared/v8-call-frames.ts';
import { readHead, type AllocationNodes } from './read-head.ts';

/** What a .heapprofile says, before it is understood. */
export interface RawProfile {
  readonly callFrames: CallFrames;
  readonly nodes: AllocationNodes | null;
  /** Number of samples; null where the file does not say. Their sizes, rounded one by one and with what V8 allocated while it wrote, are up to a half off. */
  readonly sampleCount: number | null;
  /** True where the file says that it counts objects which were freed again too. */
  readonly collected: boolean;
}

const keys = new KeySet(['head', 'samples', 'perfReport']);
const [HEAD, SAMPLES, PERF_REPORT] = [0, 1, 2];
const factKeys = new KeySet(['collected', 'samples']);
const [COLLECTED, SAMPLE_COUNT] = [0, 1];

/** Reads the whole object; keys in any order, the last of equal keys counts, unknown ones are skipped. */
export async function readRawProfile(window: JsonWindow, limits: ImportLimits): Promise<RawProfile> {
  const callFrames = new CallFrames(limits);
  let nodes: AllocationNodes | null = null;
  let sampleCount: number | null = null;
  let facts: Facts = { collected: false, samples: null };
  await window.run(() => take(window, 123));
  let key = firstKey;
  for (;;) {
    const previous = key;
    key = await window.run(() => nextKey(window, keys, previous));
    if (key === noMoreKeys) break;
    const first = await window.run(() => nextByte(window));
    if (key === HEAD && first === 123) nodes = await readHead(window, callFrames);
    else if (key === SAMPLES && first === 91) sampleCount = await countSamples(window);
    else if (key === PERF_REPORT && first === 123) facts = await window.run(() => readFacts(window));
    else await skipStreamed(window);
  }
  return { callFrames, nodes, sampleCount: facts.samples ?? sampleCount, collected: facts.collected };
}

async function countSamples(window: JsonWindow): Promise<number> {
  let count = 0;
  await window.run(() => take(window, 91));
  await window.run(() => {
    while (nextElement(window, count === 0)) {
      skipValue(window);
      count += 1;
      window.commit();
    }
  });
  return count;
}

interface Facts {
  readonly collected: boolean;
  /** Samples taken, where several were written as one. */
  readonly samples: number | null;
}

/** Reads what the collector node-heap adds to V8's format; see src/collect/collectors/node-heap.ts. */
function readFacts(window: JsonWindow): Facts {
  let collected = false;
  let samples: number | null = null;
  take(window, 123);
  for (let key = nextKey(window, factKeys, firstKey); key !== noMoreKeys; key = nextKey(window, factKeys, key)) {
    const byte = nextByte(window);
    if (key === SAMPLE_COUNT) {
      const count = readNumberOr(window, -1);
      samples = Number.isSafeInteger(count) && count >= 0 ? count : null;
      continue;
    }
    if (key === COLLECTED) collected = byte === 116;
    skipValue(window);
  }
  return { collected, samples };
}
