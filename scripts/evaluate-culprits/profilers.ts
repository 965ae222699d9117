import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { cpuprofileToCpuClock, sessionToCpuClock } from './cpu-clock.ts';
import type { Language } from './programs.ts';

export interface Profiler {
  readonly id: string;
  readonly language: Language;
  readonly extension: string;
  /** Reads the clock at each call: by the CPU clock only a part of the program's rounds is recorded. */
  readonly traces: boolean;
  /** Words of the command that runs `mainFile` and leaves its profile at `output`, as people record it: by the wall clock. */
  command(mainFile: string, output: string): readonly string[];
  /** The same by the CPU clock. */
  cpuCommand(mainFile: string, output: string, rounds: number): readonly string[];
  /** What is left to do for the CPU clock after recording. */
  finish?(output: string): void;
}

const venv = join(tmpdir(), 'perf-report-evaluate-culprits', 'venv');
const pyinstrumentVersion = '5.1.3';

/** The interpreter of a virtual environment with the sampling profiler, made where it is missing. */
function python(): string {
  const interpreter = join(venv, 'bin', 'python');
  if (!existsSync(join(venv, 'bin', 'pyinstrument'))) {
    execFileSync('python3', ['-m', 'venv', venv], { stdio: 'inherit' });
    execFileSync(interpreter, ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', `pyinstrument==${pyinstrumentVersion}`], { stdio: 'inherit' });
  }
  return interpreter;
}

const recordCpu = new URL('./record_cpu.py', import.meta.url).pathname;
const pyinstrumentInterval = 0.001;
const pyinstrumentCommand = (mainFile: string, output: string): readonly string[] => [python(), '-m', 'pyinstrument', '-i', String(pyinstrumentInterval), '-r', 'session', '-o', output, mainFile];
const nodeInterval = 500;
const nodeCommand = (mainFile: string, output: string): readonly string[] => ['node', '--cpu-prof', '--cpu-prof-interval', String(nodeInterval), '--cpu-prof-dir', dirname(output), '--cpu-prof-name', basename(output), mainFile];

export const profilers: readonly Profiler[] = [
  {
    id: 'python-cprofile',
    language: 'python',
    extension: 'stats',
    traces: true,
    command: (mainFile, output) => [python(), '-m', 'cProfile', '-o', output, mainFile],
    cpuCommand: (mainFile, output, rounds) => ['env', `ROUNDS=${rounds}`, python(), recordCpu, output, mainFile],
  },
  {
    id: 'python-pyinstrument',
    language: 'python',
    extension: 'pyisession',
    traces: false,
    command: pyinstrumentCommand,
    cpuCommand: pyinstrumentCommand,
    finish: (output) => sessionToCpuClock(output, pyinstrumentInterval),
  },
  { id: 'node-cpu', language: 'node', extension: 'cpuprofile', traces: false, command: nodeCommand, cpuCommand: nodeCommand, finish: (output) => cpuprofileToCpuClock(output, nodeInterval) },
];

/** Words of the command that runs a program without a profiler. */
export function plainCommand(language: Language, mainFile: string): readonly string[] {
  return [language === 'python' ? python() : 'node', mainFile];
}
