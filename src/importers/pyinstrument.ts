import { InputError } from '../core/errors.ts';
import type { ImportLimits } from '../core/limits.ts';
import type { ProfileSet } from '../core/model/profile.ts';
import type { Importer } from './importer.ts';
import { buildProfile, type SessionFacts } from './pyinstrument/build-profile.ts';
import { FunctionList } from './pyinstrument/functions.ts';
import { readRecords } from './pyinstrument/read-records.ts';
import { readTree } from './pyinstrument/read-tree.ts';
import type { Recording } from './pyinstrument/recording.ts';
import { firstKey, KeySet, nextKey, noMoreKeys } from './shared/json-keys.ts';
import { outlineJson } from './shared/json-outline.ts';
import { readNumberOr, readStringOr, skipStreamed, skipUnless } from './shared/json-skip.ts';
import { take } from './shared/json-tokens.ts';
import { readJson, type JsonWindow } from './shared/json-window.ts';

/**
 * pyinstrument 3 to 5, in both of its JSON shapes: the session (`Session.to_json` of its session.py,
 * usually `.pyisession`), with every sample, and the tree of `-r json` (renderers/jsonrenderer.py),
 * which pyinstrument has summed up and pruned. Seconds of wall clock.
 */
export const pyinstrumentImporter: Importer = {
  id: 'pyinstrument',
  title: 'pyinstrument session or JSON',
  recognisedBy: 'a JSON object with `frame_records` (a session) or `root_frame` (`-r json`)',
  recognise(head) {
    const { paths } = outlineJson(head);
    return paths.has('frame_records') || paths.has('root_frame') || (paths.has('start_call_stack') && paths.has('sample_count'));
  },
  async read(source, limits) {
    return buildSet(await readJson(source, (window) => readFile(window, limits)), limits);
  },
};

interface RawFile {
  readonly functions: FunctionList;
  readonly facts: SessionFacts;
  recording: Recording | null;
}

const keys = new KeySet(['start_time', 'duration', 'sample_count', 'program', 'target_description', 'cpu_time', 'frame_records', 'root_frame']);
const [START, DURATION, SAMPLES, PROGRAM, TARGET, CPU_TIME, RECORDS, ROOT] = [0, 1, 2, 3, 4, 5, 6, 7];

async function readFile(window: JsonWindow, limits: ImportLimits): Promise<RawFile> {
  const functions = new FunctionList();
  const facts: SessionFacts = { startTime: NaN, duration: NaN, sampleCount: NaN, program: '', cpuTime: NaN };
  const file: RawFile = { functions, facts, recording: null };
  await window.run(() => take(window, 123));
  let key = firstKey;
  for (;;) {
    const previous = key;
    key = await window.run(() => nextKey(window, keys, previous));
    if (key === noMoreKeys) return file;
    if (key === START) facts.startTime = await window.run(() => readNumberOr(window, NaN));
    else if (key === DURATION) facts.duration = await window.run(() => readNumberOr(window, NaN));
    else if (key === SAMPLES) facts.sampleCount = await window.run(() => readNumberOr(window, NaN));
    else if (key === PROGRAM || key === TARGET) facts.program = await window.run(() => readStringOr(window, ''));
    else if (key === CPU_TIME) facts.cpuTime = await window.run(() => readNumberOr(window, NaN));
    else if (key === RECORDS && (await skipUnless(window, 91))) file.recording = await readRecords(window, functions, limits);
    else if (key === ROOT && (await skipUnless(window, 123))) file.recording = await readTree(window, functions, limits);
    else if (key !== RECORDS && key !== ROOT) await skipStreamed(window);
  }
}

function buildSet({ functions, facts, recording }: RawFile, limits: ImportLimits): ProfileSet {
  if (recording === null || recording.samples.stack.length === 0) {
    throw new InputError('the recording holds no samples', {}, 'let the program run longer, or sample more often: `pyinstrument -i 0.0001`');
  }
  return { format: 'pyinstrument', profiles: [buildProfile(recording, functions, facts, limits)], defaultProfile: 0, notes: [] };
}
