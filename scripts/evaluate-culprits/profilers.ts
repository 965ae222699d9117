import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import type { Language } from './programs.ts';

export interface Profiler {
  readonly id: string;
  readonly language: Language;
  readonly extension: string;
  /** Words of the command that runs `mainFile` and leaves its profile at `output`. */
  command(mainFile: string, output: string): readonly string[];
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

export const profilers: readonly Profiler[] = [
  { id: 'python-cprofile', language: 'python', extension: 'stats', command: (mainFile, output) => [python(), '-m', 'cProfile', '-o', output, mainFile] },
  { id: 'python-pyinstrument', language: 'python', extension: 'pyisession', command: (mainFile, output) => [python(), '-m', 'pyinstrument', '-r', 'session', '-o', output, mainFile] },
  {
    id: 'node-cpu',
    language: 'node',
    extension: 'cpuprofile',
    command: (mainFile, output) => ['node', '--cpu-prof', '--cpu-prof-interval', '500', '--cpu-prof-dir', dirname(output), '--cpu-prof-name', basename(output), mainFile],
  },
];

/** Words of the command that runs a program without a profiler. */
export function plainCommand(language: Language, mainFile: string): readonly string[] {
  return [language === 'python' ? python() : 'node', mainFile];
}
