import type { ImportLimits } from '../../core/limits.ts';
import { firstKey, KeySet, nextKey, noMoreKeys } from '../shared/json-keys.ts';
import { NumberColumn } from '../shared/json-number-column.ts';
import { readNumbers } from '../shared/json-numbers.ts';
import { readNumberOr, readStringOr, skipStreamed, skipUnless } from '../shared/json-skip.ts';
import { take } from '../shared/json-tokens.ts';
import type { JsonWindow } from '../shared/json-window.ts';
import { FramePath } from './frame-path.ts';
import { readEvents, type Timeline } from './read-events.ts';
import { readSamples } from './read-samples.ts';

/** One profile as the file says it; frames are indices into shared.frames, which may come later. */
export interface RawProfile {
  /** "profiles[0]". */
  readonly label: string;
  type: string;
  name: string;
  unit: string;
  /** NaN where missing. */
  startValue: number;
  endValue: number;
  path: FramePath;
  /** Stack node of each sample; null where there are none. */
  stacks: NumberColumn | null;
  weights: NumberColumn | null;
  timeline: Timeline | null;
}

const keys = new KeySet(['type', 'name', 'unit', 'startValue', 'endValue', 'samples', 'weights', 'events']);
const [TYPE, NAME, UNIT, START, END, SAMPLES, WEIGHTS, EVENTS] = [0, 1, 2, 3, 4, 5, 6, 7];

/** Reads one element of `profiles`. */
export async function readProfile(window: JsonWindow, index: number, limits: ImportLimits): Promise<RawProfile> {
  const label = `profiles[${index}]`;
  const raw: RawProfile = { label, type: '', name: '', unit: '', startValue: NaN, endValue: NaN, path: new FramePath(limits), stacks: null, weights: null, timeline: null };
  await window.run(() => take(window, 123));
  let key = firstKey;
  for (;;) {
    const previous = key;
    key = await window.run(() => nextKey(window, keys, previous));
    if (key === noMoreKeys) return raw;
    if (key === TYPE) raw.type = await window.run(() => readStringOr(window, ''));
    else if (key === NAME) raw.name = await window.run(() => readStringOr(window, ''));
    else if (key === UNIT) raw.unit = await window.run(() => readStringOr(window, ''));
    else if (key === START) raw.startValue = await window.run(() => readNumberOr(window, NaN));
    else if (key === END) raw.endValue = await window.run(() => readNumberOr(window, NaN));
    else if (key < 0) await skipStreamed(window);
    else if (await skipUnless(window, 91)) await readArray(window, raw, key, limits);
  }
}

async function readArray(window: JsonWindow, raw: RawProfile, key: number, limits: ImportLimits): Promise<void> {
  if (key === WEIGHTS) {
    raw.weights = new NumberColumn(16);
    await readNumbers(window, raw.weights, `${raw.label}.weights`);
    return;
  }
  raw.path = new FramePath(limits);
  raw.stacks = null;
  raw.timeline = null;
  if (key === SAMPLES) raw.stacks = await readSamples(window, raw.path, `${raw.label}.samples`);
  else if (key === EVENTS) raw.timeline = await readEvents(window, raw.path, `${raw.label}.events`);
}
