import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemErrorCode } from '../../core/system-error.ts';
import { runTool } from '../run-tool.ts';
import { findExecutables } from './find-executable.ts';

/** Instructions, outside of the kernel alone. */
export const instructionsEvent = 'instructions:u';

/** Neither a digit group nor a decimal comma. */
const separator = ';';

/** The path of perf where it counts the event here, else why not. */
export type PerfProbe = { readonly program: string } | { readonly reason: string };

const probes = new Map<string, Promise<PerfProbe>>();

/** Whether `perf stat` counts an event here, by trying it; asked once. */
export function probePerf(event: string = instructionsEvent): Promise<PerfProbe> {
  const known = probes.get(event) ?? tryPerf(event);
  probes.set(event, known);
  return known;
}

async function tryPerf(event: string): Promise<PerfProbe> {
  const [program] = findExecutables('perf');
  if (program === undefined) return { reason: 'perf is not installed' };
  const directory = mkdtempSync(join(tmpdir(), 'perf-report-probe-'));
  const file = join(directory, 'perf.txt');
  try {
    const [, ...args] = perfCommand(program, event, file, ['/bin/sh', '-c', ':']);
    const { stderr } = await runTool(program, args);
    const count = parsePerfFile(readOrEmpty(file), event);
    if (count.value !== null) return { program };
    const said = stderr.trim().split('\n').find((line) => line.trim() !== '');
    return { reason: count.reason === missing && said !== undefined ? `perf stat failed: ${said.trim()}` : count.reason };
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** The command line that runs `command` under perf stat, with its count in `file`. */
export function perfCommand(program: string, event: string, file: string, command: readonly string[]): string[] {
  return [program, 'stat', '-x', separator, '-e', event, '-o', file, '--', ...command];
}

const missing = 'perf stat wrote no count';

/**
 * Reads what `perf stat -x` wrote (perf-stat(1), "CSV FORMAT": value, unit, event, …). A machine with two
 * kinds of core has a line for each, and their values are added.
 */
export function parsePerfFile(text: string, event: string): { readonly value: number } | { readonly value: null; readonly reason: string } {
  const name = event.replace(/:\w+$/, '');
  let sum: number | null = null;
  let reason = missing;
  for (const line of text.split('\n')) {
    const [value = '', , label = ''] = line.split(separator);
    if (line.startsWith('#') || !label.includes(name)) continue;
    if (/^\d+(?:[.,]\d+)?$/.test(value)) sum = (sum ?? 0) + Number(value.replace(',', '.'));
    else if (value === '<not supported>') reason = `this machine does not count ${name} (virtual machines often hide the counters)`;
    else reason = `${name} was not counted, as other programs use the counters`;
  }
  return sum === null ? { value: null, reason } : { value: sum };
}

function readOrEmpty(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (systemErrorCode(error) === 'ENOENT') return '';
    throw error;
  }
}
