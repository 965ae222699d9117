import { execFileSync, spawn } from 'node:child_process';

/** Runs a program in a source tree; the CPU seconds that it says it took. */
export function runOnce(words: readonly string[], cwd: string): number {
  const [program = '', ...rest] = words;
  const output = execFileSync(program, rest, { cwd, encoding: 'utf8', env: { ...process.env, PYTHONHASHSEED: '0' }, stdio: ['ignore', 'pipe', 'ignore'] });
  const seconds = Number(output.trim().split(/\s+/)[0]);
  if (!(seconds > 0)) throw new Error(`${words.join(' ')} does not say how long it took: ${output.slice(0, 200)}`);
  return seconds;
}

/** Runs `work` while a busy loop of ours takes its share of core `core`. */
export async function besideBusyLoop(core: number, work: () => void): Promise<void> {
  const loop = spawn('taskset', ['-c', String(core), 'node', '-e', 'for (;;);'], { stdio: 'ignore' });
  const ended = new Promise((resolve) => loop.once('close', resolve));
  try {
    work();
  } finally {
    loop.kill('SIGKILL');
    await ended;
  }
}

/** The command bound to one core. */
export function onCore(core: number, words: readonly string[]): readonly string[] {
  return ['taskset', '-c', String(core), ...words];
}
