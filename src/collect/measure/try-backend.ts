import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describeSystemError } from '../../core/system-error.ts';
import type { MeasuringBackend, ProcessEnd, Reading } from './backend.ts';
import { openScratch } from './scratch.ts';
import { signalNumber } from './signals.ts';

const maxSeconds = 10;
/** Any that nothing else exits with. */
const exitCode = 73;

/** Null where the backend measures a small command well, else why not. */
export async function tryBackend(backend: MeasuringBackend): Promise<string | null> {
  const directory = mkdtempSync(join(tmpdir(), 'perf-report-probe-'));
  const scratch = openScratch(directory);
  try {
    const attempt = backend.attempt(['/bin/sh', '-c', `cat /proc/self/status >status; exit ${exitCode}`], scratch, process.env);
    const end = await runToEnd(attempt.argv, directory, (leader) => {
      attempt.started(leader);
    });
    const reading = attempt.finish(end);
    return whatIsWrong(reading, readFileSync(join(directory, 'status'), 'utf8'));
  } catch (error) {
    return `it cannot be tried: ${describeSystemError(error)}`;
  } finally {
    scratch.close();
    rmSync(directory, { recursive: true, force: true });
  }
}

function whatIsWrong(reading: Reading, status: string): string | null {
  if (reading.exitCode !== exitCode) return 'it did not tell how a small command ended';
  if (reading.cpuUserSeconds === null) return 'it did not tell the CPU time of a small command';
  // Version 1.7 of GNU time says four times too much unless the distribution mended it; the shell is as small as cat.
  const peakKib = Number(/^VmHWM:\s*(\d+)/m.exec(status)?.[1] ?? 0);
  if (peakKib > 0 && reading.peakRssBytes !== null && reading.peakRssBytes / 1024 > 3 * Math.max(peakKib, 1500)) return 'its peak memory is several times too large';
  return null;
}

function runToEnd(argv: readonly string[], cwd: string, onStart: (leader: number) => void): Promise<ProcessEnd> {
  const [program = '', ...args] = argv;
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, stdio: 'ignore', timeout: maxSeconds * 1000, killSignal: 'SIGKILL' });
    child.on('error', reject);
    child.on('exit', (code, signal) => {
      resolve({ exitCode: code, signal: signalNumber(signal) });
    });
    if (child.pid !== undefined) onStart(child.pid);
  });
}
