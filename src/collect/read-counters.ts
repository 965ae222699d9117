import { readFile, rm, stat } from 'node:fs/promises';
import { describeSystemError, systemErrorCode } from '../core/system-error.ts';

export interface ReadCounters {
  readonly counters: Readonly<Record<string, number>> | null;
  /** Why there are none although the workload should write them; null where all is well. */
  readonly problem: string | null;
}

const maxBytes = 64 * 1024;
const maxCounters = 100;

/** Takes an earlier execution's counters away, so that they cannot pass as this one's. */
export async function clearCounters(path: string | null): Promise<void> {
  if (path !== null) await rm(path, { force: true });
}

/** The counters that an execution wrote: a JSON object of numbers, as `{"assets": 250}`. */
export async function readCounters(path: string | null): Promise<ReadCounters> {
  if (path === null) return { counters: null, problem: null };
  try {
    const { size } = await stat(path);
    if (size > maxBytes) return { counters: null, problem: `the counters file holds ${size} bytes; a small JSON object is expected` };
    return parseCounters(await readFile(path, 'utf8'));
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return { counters: null, problem: 'the workload wrote no counters' };
    return { counters: null, problem: `the counters cannot be read: ${describeSystemError(error)}` };
  }
}

function parseCounters(text: string): ReadCounters {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { counters: null, problem: `the counters are no JSON: ${error instanceof Error ? error.message : String(error)}` };
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return { counters: null, problem: 'the counters are no JSON object of numbers' };
  const entries = Object.entries(value as Record<string, unknown>);
  const numbers = entries.filter((entry): entry is [string, number] => typeof entry[1] === 'number' && Number.isFinite(entry[1])).slice(0, maxCounters);
  const left = entries.length - numbers.length;
  const problem = left === 0 ? null : `${left} of ${entries.length} counters are no numbers, or too many, and were left out`;
  return { counters: Object.fromEntries(numbers), problem };
}
