import { InputError } from '../core/errors.ts';
import type { ImportLimits } from '../core/limits.ts';
import type { Note } from '../core/model/note.ts';
import type { ProfileSet } from '../core/model/profile.ts';
import type { Importer } from './importer.ts';
import { firstKey, KeySet, nextKey, noMoreKeys } from './shared/json-keys.ts';
import { outlineJson } from './shared/json-outline.ts';
import { readNumberOr, readStringOr, skipStreamed, skipUnless } from './shared/json-skip.ts';
import { nextElement, take } from './shared/json-tokens.ts';
import { readJson, type JsonWindow } from './shared/json-window.ts';
import { buildProfile } from './speedscope/build-profile.ts';
import { FrameList } from './speedscope/frame-list.ts';
import { readProfile, type RawProfile } from './speedscope/read-profile.ts';

/**
 * speedscope's own JSON (its file-format-spec.ts), written by py-spy, pyinstrument, rbspy, memray,
 * dotnet-trace and speedscope itself: evented or sampled profiles over one list of frames.
 */
export const speedscopeImporter: Importer = {
  id: 'speedscope',
  title: 'speedscope JSON',
  recognisedBy: 'a JSON object whose `$schema` is speedscope\'s, or with `shared.frames` and `profiles`',
  recognise(head) {
    const { paths, schema } = outlineJson(head);
    if (schema.includes('speedscope.app/file-format-schema')) return true;
    return paths.has('profiles[].unit') ? paths.has('profiles[].samples') || paths.has('profiles[].events') : paths.has('shared.frames') && !paths.has('threads');
  },
  async read(source, limits) {
    const file = await readJson(source, (window) => readFile(window, limits));
    return buildSet(file, limits);
  },
};

interface RawFile {
  name: string;
  exporter: string;
  activeProfileIndex: number;
  readonly frames: FrameList;
  profiles: RawProfile[];
  /** Profiles past the limit. */
  leftOut: number;
}

const keys = new KeySet(['name', 'exporter', 'activeProfileIndex', 'shared', 'profiles']);
const [NAME, EXPORTER, ACTIVE, SHARED, PROFILES] = [0, 1, 2, 3, 4];

async function readFile(window: JsonWindow, limits: ImportLimits): Promise<RawFile> {
  const file: RawFile = { name: '', exporter: '', activeProfileIndex: 0, frames: new FrameList(limits), profiles: [], leftOut: 0 };
  await window.run(() => take(window, 123));
  let key = firstKey;
  for (;;) {
    const previous = key;
    key = await window.run(() => nextKey(window, keys, previous));
    if (key === noMoreKeys) return file;
    if (key === NAME) file.name = await window.run(() => readStringOr(window, ''));
    else if (key === EXPORTER) file.exporter = await window.run(() => readStringOr(window, ''));
    else if (key === ACTIVE) file.activeProfileIndex = await window.run(() => readNumberOr(window, 0));
    else if (key === SHARED) await readShared(window, file.frames);
    else if (key === PROFILES) await readProfiles(window, file, limits);
    else await skipStreamed(window);
  }
}

async function readShared(window: JsonWindow, frames: FrameList): Promise<void> {
  if (await skipUnless(window, 123)) await frames.read(window);
}

async function readProfiles(window: JsonWindow, file: RawFile, limits: ImportLimits): Promise<void> {
  file.profiles = [];
  file.leftOut = 0;
  if (!(await skipUnless(window, 91))) return;
  await window.run(() => take(window, 91));
  while (await window.run(() => nextElement(window, file.profiles.length === 0))) {
    if (file.profiles.length < limits.maxProfiles) file.profiles.push(await readProfile(window, file.profiles.length, limits));
    else {
      await skipStreamed(window);
      file.leftOut += 1;
    }
  }
}

function buildSet({ name, exporter, activeProfileIndex, frames, profiles, leftOut }: RawFile, limits: ImportLimits): ProfileSet {
  if (profiles.length === 0) throw new InputError('the file holds no profile', {}, 'record again: the profiler saw no sample');
  const notes: Note[] = [];
  const table = frames.table.finish();
  const active = Number.isInteger(activeProfileIndex) && activeProfileIndex >= 0 && activeProfileIndex < profiles.length;
  if (exporter !== '') notes.push({ code: 'exporter', text: `written by ${exporter.slice(0, limits.maxNameLength)}` });
  if (!active) notes.push({ code: 'active-profile', text: `activeProfileIndex is ${activeProfileIndex}, but there are ${profiles.length} profiles: the first one is shown` });
  if (leftOut > 0) notes.push({ code: 'more-profiles', text: `the file holds ${profiles.length + leftOut} profiles; only the first ${profiles.length} are shown` });
  if (frames.table.folded > 0) notes.push({ code: 'more-functions', text: `the file holds more than ${limits.maxFrames} functions; the calls of the others are shown as "(more functions)"` });
  if (frames.table.cutNames > 0) notes.push({ code: 'cut-names', text: `${frames.table.cutNames} names were cut to ${limits.maxNameLength} characters` });
  return {
    format: 'speedscope',
    profiles: profiles.map((profile) => buildProfile(profile, { name, exporter, frames, table }, limits)),
    defaultProfile: active ? activeProfileIndex : 0,
    notes,
  };
}
