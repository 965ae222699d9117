import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The median wall time by hyperfine, in milliseconds, of the command in a shell; null where hyperfine is not installed. */
export function hyperfineMedianMs(program: string | undefined, command: string, runs: number): number | null {
  if (program === undefined) return null;
  const directory = mkdtempSync(join(tmpdir(), 'perf-report-bench-'));
  const file = join(directory, 'hyperfine.json');
  execFileSync(program, ['--shell=none', `--runs=${runs}`, '--export-json', file, `/bin/sh -c '${command.replaceAll("'", "'\\''")}'`], { stdio: 'ignore' });
  const { results } = JSON.parse(readFileSync(file, 'utf8')) as { results: { median: number }[] };
  rmSync(directory, { recursive: true });
  return (results[0]?.median ?? NaN) * 1000;
}
