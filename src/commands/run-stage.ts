import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Worktree } from '../collect/ab/worktree.ts';
import { readCiFacts } from '../collect/host/ci-facts.ts';
import { readGitFacts } from '../collect/host/git-facts.ts';
import { chooseBackend } from '../collect/measure/choose-backend.ts';
import type { Note } from '../core/model/note.ts';
import { injectDirectory } from './inject-directory.ts';
import type { RunScene } from './run-one-workload.ts';
import { isCi, type Shell } from './shell.ts';
import { watchStopSignals } from './stop-signals.ts';

/** What every call that executes workloads stands on. */
export interface RunStage {
  readonly scene: Pick<RunScene, 'backend' | 'injectDir' | 'scratch' | 'abort' | 'git' | 'ci' | 'inCi'>;
  /** What is not known of the repository, and why. */
  readonly notes: readonly Note[];
  /** The signal that stops the call; null where none came. */
  readonly received: () => string | null;
  /** Takes a checkout away when the work ends. */
  readonly closeAfter: (worktree: Pick<Worktree, 'close'>) => void;
}

/** Does `work` with an empty directory and signals that are heeded; whatever comes of it, both and the checkouts are gone afterwards. */
export async function withRunStage<Result>(root: string, shell: Shell, work: (stage: RunStage) => Promise<Result>): Promise<Result> {
  const injectDir = injectDirectory();
  const { backend } = await chooseBackend(injectDir, null);
  const scratch = await mkdtemp(join(tmpdir(), 'perf-report-'));
  const stop = watchStopSignals();
  const worktrees: Pick<Worktree, 'close'>[] = [];
  try {
    const { git, notes } = await readGitFacts(root, shell.env);
    const scene = { backend, injectDir, scratch, abort: stop.abort, git, ci: readCiFacts(shell.env), inCi: isCi(shell.env) };
    return await work({ scene, notes, received: () => stop.received(), closeAfter: (worktree) => worktrees.push(worktree) });
  } finally {
    for (const worktree of worktrees) await worktree.close();
    stop.release();
    await rm(scratch, { recursive: true, force: true });
  }
}
