import { spawn } from 'node:child_process';
import { access, chmod, mkdir, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

/* Makes dist/: the CLI and library by tsc, and the page's two scripts, one file each, by esbuild. */

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = join(root, 'dist');

/** Bundles one browser script; the page and the viewer inline the result. */
async function bundle(entry: string, name: string): Promise<void> {
  await build({
    absWorkingDir: root,
    entryPoints: [join('src/report/client', entry)],
    outfile: join('dist/client', name),
    bundle: true,
    minify: true,
    format: 'iife',
    target: 'es2022',
    charset: 'utf8',
    legalComments: 'inline',
    logLevel: 'warning',
  });
}

/** Runs the project's own tsc and throws when it finds an error. */
async function compile(): Promise<void> {
  const typescript = dirname(createRequire(import.meta.url).resolve('typescript/package.json'));
  const tsc = spawn(process.execPath, [join(typescript, 'bin/tsc'), '-p', 'tsconfig.build.json'], { cwd: root, stdio: 'inherit' });
  const code = await new Promise<number | null>((resolve, reject) => tsc.on('error', reject).on('exit', resolve));
  if (code !== 0) throw new Error(`tsc ended with exit code ${String(code)}`);
}

async function makeExecutable(path: string): Promise<void> {
  const present = await access(path).then(
    () => true,
    () => false,
  );
  if (present) await chmod(path, 0o755);
}

await rm(dist, { recursive: true, force: true });
await mkdir(dist);
await Promise.all([bundle('main.ts', 'report.js'), bundle('frame/prelude.ts', 'viewer-prelude.js')]);
await compile();
await makeExecutable(join(dist, 'cli.js'));
