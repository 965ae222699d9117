import { buildProfile } from './cpuprofile/build-profile.ts';
import { readRawProfile } from './cpuprofile/raw-profile.ts';
import type { Importer } from './importer.ts';
import { outlineJson } from './shared/json-outline.ts';
import { readJson } from './shared/json-window.ts';
import { CallFrames } from './shared/v8-call-frames.ts';

/**
 * .cpuprofile of V8: `node --cpu-prof`, Chrome DevTools (`Profiler.Profile` of its protocol), and the
 * nested form of Node up to 10 and v8-profiler. Microseconds of wall clock, idle time included.
 */
export const cpuprofileImporter: Importer = {
  id: 'cpuprofile',
  title: 'V8 CPU profile',
  recognisedBy: 'a JSON object with `nodes` of `callFrame`s (or the older `head` with `functionName`)',
  recognise(head) {
    const { paths } = outlineJson(head);
    return paths.has('nodes[].callFrame') || startsWithNumbers(head.whole, paths) || (paths.has('head') && (paths.has('head.functionName') || paths.has('head.children[].functionName')));
  },
  async read(source, limits) {
    const callFrames = new CallFrames(limits);
    const raw = await readJson(source, (window) => readRawProfile(window, callFrames, source.size));
    return { format: 'cpuprofile', profiles: [buildProfile(raw, callFrames, limits)], defaultProfile: 0, notes: [] };
  },
};

/** A file that was written anew may hold its numbers first: then a long head shows nothing but them. */
const numberKeys: ReadonlySet<string> = new Set(['samples', 'timeDeltas', 'startTime', 'endTime']);

function startsWithNumbers(whole: boolean, paths: ReadonlySet<string>): boolean {
  return !whole && (paths.has('samples') || paths.has('timeDeltas')) && [...paths].every((path) => numberKeys.has(path));
}
