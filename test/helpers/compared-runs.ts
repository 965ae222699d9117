import { explainError } from '../../src/commands/explain-error.ts';
import { runGate } from '../../src/commands/run-gate.ts';
import { runReport, type ReportOptions } from '../../src/commands/run-report.ts';
import type { GateOptions } from '../../src/commands/compare-options.ts';
import type { Shell } from '../../src/commands/shell.ts';

export interface CommandResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export const usualGates: GateOptions = { thresholds: new Map(), failOn: 'regression', strict: null };

/** Runs a command in this process, without a terminal; its errors become what the program prints. */
export async function inShell(cwd: string, command: (shell: Shell) => Promise<number>, env: Shell['env'] = {}): Promise<CommandResult> {
  const text = { stdout: '', stderr: '' };
  const stream = (name: 'stdout' | 'stderr'): Shell['stdout'] => ({ isTTY: false, columns: 100, write: (more) => void (text[name] += String(more)) });
  const shell: Shell = { env, cwd, stdout: stream('stdout'), stderr: stream('stderr'), now: () => 0 };
  try {
    return { code: await command(shell), ...text };
  } catch (error) {
    const { text: said, exitCode } = explainError(error, false);
    return { code: exitCode, stdout: text.stdout, stderr: text.stderr + said };
  }
}

/** `compare base head`, or, without a base, the report of a run that measured its own. Writes to `<cwd>/out`. */
export async function compareIn(cwd: string, base: string | null, head: string, changes: Partial<ReportOptions> = {}, env: Shell['env'] = {}): Promise<CommandResult> {
  const path = (name: string): string => `${cwd}/${name}`;
  const options = { inputs: [path(head)], baseline: base === null ? null : path(base), preferPairs: base === null, gate: usualGates, open: false, json: false, output: path('out'), formats: null, maxBytes: 25e6, top: 20, focus: null, ignore: null, quiet: false, color: 'never' as const };
  return inShell(cwd, (shell) => runReport({ ...options, ...changes }, shell), env);
}

/** `gate <report>`. */
export async function gateIn(cwd: string, report: string, changes: Partial<Parameters<typeof runGate>[0]> = {}, env: Shell['env'] = {}): Promise<CommandResult> {
  return inShell(cwd, (shell) => runGate({ report: `${cwd}/${report}`, gate: usualGates, junit: null, json: false, quiet: false, color: 'never', ...changes }, shell), env);
}

type Fields = Readonly<Record<string, unknown>>;

/** A sample as run.json has it: `wall` seconds, most of them on the processor. */
function sampleOf(wall: number, fields: Fields): Fields {
  return { arm: 'head', wallSeconds: wall, cpuUserSeconds: wall * 0.9, cpuSystemSeconds: 0.01, peakRssBytes: 5e7, exitCode: 0, ...fields };
}

/** A noise of less than 1 %, the same in every test. */
const noise = (index: number): number => 1 + ((index * 7) % 5) / 500;

/** Samples of one arm around `wall` seconds. */
export function samplesAt(count: number, wall: number, fields: (index: number) => Fields = () => ({})): Fields[] {
  return Array.from({ length: count }, (_, index) => sampleOf(wall * noise(index), fields(index)));
}

/** Interleaved pairs around a second, of which the head takes `ratio` times as long. */
export function pairsAt(count: number, ratio: number, fields: (arm: 'base' | 'head', index: number) => Fields = () => ({})): Fields[] {
  return Array.from({ length: count }, (_, index) => (['base', 'head'] as const).map((arm) => sampleOf((arm === 'head' ? ratio : 1) * noise(index), { arm, pair: index + 1, ...fields(arm, index) }))).flat();
}

/** Text of a run.json. */
export function runJson(samples: unknown, fields: Fields = {}): string {
  return JSON.stringify({ schema: 'perf-report/run/v1', tool: { name: 'perf-report', version: '0' }, workload: 'sample', status: 'finished', samples, ...fields });
}
