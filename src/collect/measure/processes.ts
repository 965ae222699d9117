import { readdirSync, readFileSync } from 'node:fs';
import { systemErrorCode } from '../../core/system-error.ts';

/** A process of an execution that has not ended. */
export interface RunningProcess {
  readonly pid: number;
  readonly parent: number;
}

/** The variable that every process of an execution inherits, whatever session it moves to. */
export const markVariable = 'PERF_REPORT_EXECUTION';

/** Only Linux tells the environment of other processes. */
export const canFindProcesses = process.platform === 'linux';

/**
 * The processes of one execution: those in the group or session of `leader` (null: of none), and
 * those that were started with the mark in their environment. Ended ones that nobody waits for are
 * left out, and so are those whose environment we may not read.
 */
export function findProcesses(leader: number | null, mark: string): RunningProcess[] {
  const found: RunningProcess[] = [];
  if (!canFindProcesses) return found;
  const wanted = Buffer.from(`${markVariable}=${mark}`);
  for (const name of readdirSync('/proc')) {
    const pid = Number(name);
    if (!Number.isInteger(pid) || pid === process.pid) continue;
    const stat = readBytes(`/proc/${name}/stat`)?.toString('latin1');
    if (stat === undefined) continue;
    // The name before it may hold spaces and brackets. By proc(5): state, parent, group, session.
    const [state = 'X', parent, group, session] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if ('ZXx'.includes(state)) continue;
    const near = leader !== null && (Number(group) === leader || Number(session) === leader);
    if (near || readBytes(`/proc/${name}/environ`)?.includes(wanted) === true) found.push({ pid, parent: Number(parent) });
  }
  return found;
}

/** Null where the process is gone or not ours. */
function readBytes(path: string): Buffer | null {
  try {
    return readFileSync(path);
  } catch (error) {
    if (systemErrorCode(error) !== null) return null;
    throw error;
  }
}
