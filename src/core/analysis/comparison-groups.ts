import type { WorkloadRun } from '../model/run-record.ts';
import type { ReadFile } from './build-report-input.ts';
import type { RecordedProfiles } from './workload-profiles.ts';

/** Which workload a profile is of, and which version of it. */
export interface ProfilePlace {
  /** Name of the workload, '' where no run.json tells. */
  readonly group: string;
  readonly arm: 'base' | 'head';
}

/** Tells for each file to which run it belongs: the nearest directory with a run.json at or above it. */
export class RunPlaces {
  private readonly byDirectory = new Map<string, WorkloadRun>();
  private readonly recorded: RecordedProfiles;

  constructor(runs: readonly WorkloadRun[], recorded: RecordedProfiles) {
    for (const run of runs) this.byDirectory.set(parentOf(run.file), run);
    this.recorded = recorded;
  }

  /** A profile below `base/` of a run that measured a base is the base's even where run.json does not name it. */
  placeOf(file: string): ProfilePlace {
    for (let directory = parentOf(file); ; directory = parentOf(directory.slice(0, -1))) {
      const run = this.byDirectory.get(directory);
      if (run !== undefined) {
        const below = file.slice(directory.length);
        const arm = this.recorded.armOf(file) ?? (below.startsWith('base/') && hasBase(run) ? 'base' : 'head');
        return { group: workloadName(run), arm };
      }
      if (directory === '') return { group: '', arm: 'head' };
    }
  }

  /** The run.json that a file belongs to; null where there is none. */
  runOf(file: string): string | null {
    for (let directory = parentOf(file); ; directory = parentOf(directory.slice(0, -1))) {
      const run = this.byDirectory.get(directory);
      if (run !== undefined || directory === '') return run?.file ?? null;
    }
  }

  /** The files without those of the base. */
  headFiles(files: readonly ReadFile[]): readonly ReadFile[] {
    return files.filter(({ file, set, error }) => (set === null && error === null) || this.placeOf(file).arm === 'head');
  }
}

/** True where a run measured or profiled the version that it is compared with. */
export function hasBase({ samples, profiles }: WorkloadRun): boolean {
  return samples.some(({ arm, warmup }) => arm === 'base' && !warmup) || profiles.some(({ arm }) => arm === 'base');
}

/** The workload's name, or that of its directory where run.json does not say. */
export function workloadName({ workload, file }: WorkloadRun): string {
  const parts = file.split('/');
  return workload ?? parts[parts.length - 2] ?? 'workload';
}

/** Directory part of a path, ending in `/`; '' at the top. */
function parentOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/') + 1);
}
