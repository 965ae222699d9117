import { spawn } from 'node:child_process';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fastGlob from 'fast-glob';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** How to start the program: what `npm run build` made where that is newer than every source, else the source. */
export const cliArguments: readonly string[] = builtIsFresh() ? [join(root, 'dist/cli.js')] : ['--import', import.meta.resolve('tsx'), join(root, 'src/cli.ts')];

function builtIsFresh(): boolean {
  const built = statSync(join(root, 'dist/cli.js'), { throwIfNoEntry: false });
  if (built === undefined) return false;
  const sources = fastGlob.sync('src/**/*.ts', { cwd: root, stats: true, ignore: ['src/report/client/**'] });
  return sources.every(({ stats }) => stats !== undefined && stats.mtimeMs <= built.mtimeMs);
}

export interface CliResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CliOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs the real program as a child process, without a terminal and with a neutral environment. */
export async function runCli(args: readonly string[], options: CliOptions = {}): Promise<CliResult> {
  const env = { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', LANG: 'de_DE.UTF-8', ...options.env };
  const child = spawn(process.execPath, [...cliArguments, ...args], { cwd: options.cwd, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let stdout = '';
  let stderr = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (stdout += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', resolve);
  });
  return { code, stdout, stderr };
}
