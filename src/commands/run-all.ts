import { join } from 'node:path';
import type { Settings } from '../config/settings.ts';
import { UserError } from '../core/errors.ts';
import type { Note } from '../core/model/note.ts';
import type { RunRecord } from '../core/model/run-record.ts';
import { createRunDirectory, publishLatest } from '../io/run-directory.ts';
import { openBase } from './open-base.ts';
import { runOneWorkload, type RunScene } from './run-one-workload.ts';
import { withRunStage } from './run-stage.ts';
import type { Shell } from './shell.ts';
import { readSelfChecksSafely } from './stored-self-checks.ts';

export interface RunAllOptions {
  readonly quiet: boolean;
  /** True where a head that has nothing to be compared with is still worth measuring, as in the first build of a job. */
  readonly baseIsOptional: boolean;
}

/** What one call of `run` did. */
export interface Ran {
  /** The run directory, or the directory of all of them. */
  readonly directory: string;
  readonly latest: string | null;
  readonly runs: readonly { readonly directory: string; readonly record: RunRecord }[];
  readonly signal: string | null;
}

/** Runs the workloads of some settings one after the other, each against the base where there is one. Throws UserError, before anything runs, where the base cannot be had and is no option. */
export async function runAll(settings: Settings, options: RunAllOptions, shell: Shell): Promise<Ran> {
  return withRunStage(settings.root, shell, async ({ scene: shared, notes, received, closeAfter }) => {
    const { base, why } = await openBase(settings, shared.git, shell.env).then(
      (opened) => ({ base: opened, why: [] as Note[] }),
      (error: unknown) => {
        if (!options.baseIsOptional || !(error instanceof UserError)) throw error;
        return { base: null, why: [{ code: 'no-base', text: `measured alone, without a base: ${error.message}${error.hint === undefined ? '' : ` (${error.hint})`}` }] };
      },
    );
    if (base !== null) closeAfter(base.worktree);
    const checks = base === null ? { entries: [], notes: [] } : await readSelfChecksSafely(settings.outDir);
    const directory = await createRunDirectory(settings.outDir, new Date());
    const scene: RunScene = { ...shared, settings, base, notes: [...notes, ...why, ...(base?.notes ?? []), ...checks.notes], selfChecks: checks.entries, quiet: options.quiet };
    const runs: { directory: string; record: RunRecord }[] = [];
    const several = settings.workloads.length > 1;
    for (const workload of settings.workloads) {
      if (scene.abort.aborted) break;
      const own = several ? join(directory, workload.name) : directory;
      runs.push({ directory: own, record: await runOneWorkload(workload, own, scene, shell) });
    }
    return { directory, latest: received() === null ? await publishLatest(settings.outDir, directory) : null, runs, signal: received() };
  });
}
