import type { Note } from '../model/note.ts';
import type { Arm, RunProfile, WorkloadRun } from '../model/run-record.ts';
import { formatNumber } from '../units/digits.ts';

/** A profile that a run.json names, with its path as shown. */
interface NamedProfile extends RunProfile {
  readonly path: string;
  /** True where our own collectors recorded it. */
  readonly ours: boolean;
}

/** What the runs know of the profiles that lie beside them. */
export class RecordedProfiles {
  private readonly byPath = new Map<string, NamedProfile>();

  constructor(runs: readonly WorkloadRun[]) {
    for (const run of runs) {
      for (const profile of namedProfiles(run)) if (profile.error === null) this.byPath.set(profile.path, profile);
    }
  }

  /** The notes of the profile in `file`, with one sentence before them on how it was recorded where a run tells. */
  notesOf(file: string, notes: readonly Note[]): readonly Note[] {
    const profile = this.byPath.get(file);
    if (profile === undefined) return notes;
    // What plain cProfile gets wrong of threads, our recorder keeps apart.
    const holding = profile.ours && profile.profiler === 'cprofile' ? notes.filter(({ code }) => code !== 'pstats-threads') : notes;
    return [...this.recordingOf(profile), ...holding];
  }

  /** The version that the profile in `file` is of; null where no run names it. */
  armOf(file: string): Arm | null {
    return this.byPath.get(file)?.arm ?? null;
  }

  private recordingOf({ profiler, arm, overhead }: NamedProfile): Note[] {
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
  return run.profiles.map((profile) => ({ ...profile, path: normalPath(directory + profile.file), ours: run.tool === 'perf-report' }));
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
