import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readCiFacts } from '../collect/host/ci-facts.ts';
import { readGitFacts } from '../collect/host/git-facts.ts';
import { chooseBackend } from '../collect/measure/choose-backend.ts';
import type { Settings } from '../config/settings.ts';
import { UserError } from '../core/errors.ts';
import type { Note } from '../core/model/note.ts';
import type { RunRecord } from '../core/model/run-record.ts';
import { createRunDirectory, publishLatest } from '../io/run-directory.ts';
import { injectDirectory } from './inject-directory.ts';
import { openBase } from './open-base.ts';
import { runOneWorkload, type RunScene } from './run-one-workload.ts';
import { isCi, type Shell } from './shell.ts';
import { watchStopSignals } from './stop-signals.ts';
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
  const injectDir = injectDirectory();
  const { backend } = await chooseBackend(injectDir, null);
  const scratch = await mkdtemp(join(tmpdir(), 'perf-report-'));
  const stop = watchStopSignals();
  let closeBase = async (): Promise<void> => undefined;
  try {
    const { git, notes } = await readGitFacts(settings.root, shell.env);
    const { base, why } = await openBase(settings, git, shell.env).then(
      (opened) => ({ base: opened, why: [] as Note[] }),
      (error: unknown) => {
        if (!options.baseIsOptional || !(error instanceof UserError)) throw error;
        return { base: null, why: [{ code: 'no-base', text: `measured alone, without a base: ${error.message}${error.hint === undefined ? '' : ` (${error.hint})`}` }] };
      },
    );
    if (base !== null) closeBase = async () => base.worktree.close();
    const checks = base === null ? { entries: [], notes: [] } : await readSelfChecksSafely(settings.outDir);
    const directory = await createRunDirectory(settings.outDir, new Date());
    const scene: RunScene = { settings, backend, injectDir, scratch, abort: stop.abort, git, base, notes: [...notes, ...why, ...(base?.notes ?? []), ...checks.notes], selfChecks: checks.entries, ci: readCiFacts(shell.env), quiet: options.quiet, inCi: isCi(shell.env) };
    const runs: { directory: string; record: RunRecord }[] = [];
    const several = settings.workloads.length > 1;
    for (const workload of settings.workloads) {
      if (stop.abort.aborted) break;
      const own = several ? join(directory, workload.name) : directory;
      runs.push({ directory: own, record: await runOneWorkload(workload, own, scene, shell) });
    }
    const interrupted = stop.received() !== null;
    return { directory, latest: interrupted ? null : await publishLatest(settings.outDir, directory), runs, signal: stop.received() };
  } finally {
    await closeBase();
    stop.release();
    await rm(scratch, { recursive: true, force: true });
  }
}
