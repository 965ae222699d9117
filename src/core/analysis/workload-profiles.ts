import type { Note } from '../model/note.ts';
import type { RunProfile, WorkloadRun } from '../model/run-record.ts';
import { formatNumber } from '../units/digits.ts';

/** A profile that a run.json names, with its path as shown. */
interface NamedProfile extends RunProfile {
  readonly path: string;
}

/** What the runs know of the profiles that lie beside them. */
export class RecordedProfiles {
  private readonly byPath = new Map<string, NamedProfile>();

  constructor(runs: readonly WorkloadRun[]) {
    for (const run of runs) {
      for (const profile of namedProfiles(run)) if (profile.error === null) this.byPath.set(profile.path, profile);
    }
  }

  /** How the profile in `file` was recorded: one sentence, none where no run tells. */
  notesOf(file: string): Note[] {
    const profile = this.byPath.get(file);
    if (profile === undefined) return [];
    const { profiler, arm, overhead } = profile;
    const by = `recorded${profiler === null ? '' : ` by ${profiler}`}${arm === 'base' ? ', of the base,' : ''} in an extra execution`;
    return [{ code: 'profiled-execution', text: overhead === null ? `${by}, apart from the measured ones` : `${by} that took ${formatNumber(overhead)} times as long as the measured median` }];
  }
}

/** A sentence for each profile that a run.json names and that is not there; `read` has the paths of all files that were read or tried. */
export function missingProfileNotes(run: WorkloadRun, read: ReadonlySet<string>): Note[] {
  return namedProfiles(run).flatMap(({ path, file, profiler, error }) => {
    const what = profiler ?? (file === '' ? 'unnamed' : file);
    if (error !== null) return [{ code: 'profile-failed', text: `no ${what} profile: ${error}` }];
    if (file === '' || read.has(path)) return [];
    return [{ code: 'profile-missing', text: `no ${what} profile: run.json names ${file}, and nothing was read from it` }];
  });
}

function namedProfiles(run: WorkloadRun): NamedProfile[] {
  const directory = run.file.slice(0, run.file.lastIndexOf('/') + 1);
  return run.profiles.map((profile) => ({ ...profile, path: normalPath(directory + profile.file) }));
}

/** The path without `.` and `..`; what would leave the inputs matches no file. */
function normalPath(path: string): string {
  const parts: string[] = [];
  for (const part of path.replaceAll('\\', '/').split('/')) {
    if (part === '..' && parts.length > 0 && parts[parts.length - 1] !== '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(part);
  }
  return parts.join('/');
}
