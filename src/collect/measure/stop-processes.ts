import { spawnSync } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { systemErrorCode } from '../../core/system-error.ts';
import { canFindProcesses, findProcesses, type RunningProcess } from './processes.ts';

/** After SIGKILL only a process that waits for a dead disk is still there. */
const killWaitMs = 2000;
const shortestPauseMs = 10;
const longestPauseMs = 160;

/** How long after SIGTERM a process gets SIGKILL, where nobody says otherwise. */
export const leftOverGraceMs = 500;

/** Stops every process that was started with this mark, and returns how many there were. For what has no leader any more. */
export function stopMarked(mark: string, graceMs: number = leftOverGraceMs): Promise<number> {
  return stopLeftOver(null, mark, graceMs);
}

/**
 * Stops what an execution left: SIGTERM, then SIGKILL after `graceMs`. Returns how many processes
 * there were; where the system does not tell them, 1 for the whole group.
 */
export async function stopLeftOver(leader: number | null, mark: string, graceMs: number): Promise<number> {
  if (!canFindProcesses) return leader === null ? 0 : stopGroup(leader, graceMs);
  const stopped = new Set<number>();
  const find = (): RunningProcess[] => findProcesses(leader, mark);
  await signalUntilGone(find, 'SIGTERM', graceMs, stopped);
  await signalUntilGone(find, 'SIGKILL', killWaitMs, stopped);
  return stopped.size;
}

/**
 * Ends an execution: SIGTERM to all its processes but our own `layers`, which tell what it took
 * once the command has ended, then SIGKILL after `graceMs`, at last to our own too. Resolves when `ended` does,
 * or when all of that is done.
 */
export async function stopExecution(leader: number, layers: number, mark: string, graceMs: number, ended: Promise<unknown>): Promise<void> {
  let isOver = false;
  void ended.then(() => {
    isOver = true;
  });
  const signal = (name: NodeJS.Signals, waitMs: number): Promise<void> => {
    if (!canFindProcesses) {
      signalGroup(leader, name);
      return Promise.race([ended.then(() => undefined), sleep(waitMs, undefined, { ref: false })]);
    }
    return signalUntilGone(() => (isOver ? [] : withoutLayers(findProcesses(leader, mark), leader, layers)), name, waitMs, new Set(), () => isOver);
  };
  await signal('SIGTERM', graceMs);
  if (!isOver) await signal('SIGKILL', killWaitMs);
  if (!isOver) signalGroup(leader, 'SIGKILL');
  await Promise.race([ended, sleep(killWaitMs, undefined, { ref: false })]);
}

/** Signals each process that `find` finds, once (SIGKILL every time), until it finds none or the time is up. */
async function signalUntilGone(find: () => RunningProcess[], signal: NodeJS.Signals, waitMs: number, signalled: Set<number>, isOver?: () => boolean): Promise<void> {
  const end = performance.now() + waitMs;
  const told = new Set<number>();
  for (let pauseMs = shortestPauseMs; ; pauseMs = Math.min(pauseMs * 2, longestPauseMs)) {
    const found = find();
    for (const { pid } of found) {
      if (!told.has(pid) || signal === 'SIGKILL') send(pid, signal);
      told.add(pid);
      signalled.add(pid);
    }
    // What waits for the end of the command may take a moment longer than the command.
    if (isOver === undefined ? found.length === 0 : isOver()) return;
    const left = end - performance.now();
    if (left <= 0) return;
    await sleep(Math.min(pauseMs, left));
  }
}

/** Leaves out our own programs: the leader and its only child, as deep as there are layers. */
function withoutLayers(processes: readonly RunningProcess[], leader: number, layers: number): RunningProcess[] {
  const own = new Set<number>();
  let next: number | undefined = leader;
  for (let layer = 0; layer < layers && next !== undefined; layer++) {
    const parent: number = next;
    own.add(parent);
    next = processes.find((each) => each.parent === parent)?.pid;
  }
  return processes.filter(({ pid }) => !own.has(pid));
}

async function stopGroup(leader: number, graceMs: number): Promise<number> {
  if (!signalGroup(leader, 'SIGTERM')) return 0;
  for (const end = performance.now() + graceMs; performance.now() < end; await sleep(shortestPauseMs)) if (!signalGroup(leader, 0)) return 1;
  signalGroup(leader, 'SIGKILL');
  return 1;
}

/** False where there is no such group any more. */
function signalGroup(leader: number, signal: NodeJS.Signals | 0): boolean {
  // Windows has no groups; its tool ends a process with all its children.
  if (process.platform === 'win32') return signal !== 0 && spawnSync('taskkill', ['/pid', String(leader), '/t', '/f'], { stdio: 'ignore' }).status === 0;
  return send(-leader, signal);
}

function send(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, signal);
  } catch (error) {
    // ESRCH: it ended meanwhile. EPERM: it became another user's.
    if (systemErrorCode(error) !== null) return false;
    throw error;
  }
}
