import { spawn } from 'node:child_process';
import { access, chmod, mkdir, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { precompileTemplates } from './precompile-templates.ts';

/*
 * Makes dist/: the CLI and the library, bundled so that a start loads few files; the library's types;
 * the page's two scripts, one file each; and the page's templates, compiled.
 */

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

/** Bundles what node runs. What commands import when they run, and what CLI and library share, are files of their own. */
async function bundleProgram(): Promise<void> {
  await build({
    absWorkingDir: root,
    entryPoints: ['src/cli.ts', 'src/index.ts'],
    outdir: 'dist',
    chunkNames: 'chunks/[name]-[hash]',
    bundle: true,
    splitting: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20',
    charset: 'utf8',
    legalComments: 'none',
    logLevel: 'warning',
  });
}

/** Writes the types by the project's own tsc; whether they fit together is what `npm run typecheck` says. */
async function writeTypes(): Promise<void> {
  const typescript = dirname(createRequire(import.meta.url).resolve('typescript/package.json'));
  const tsc = spawn(process.execPath, [join(typescript, 'bin/tsc'), '-p', 'tsconfig.build.json', '--noCheck'], { cwd: root, stdio: 'inherit' });
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
await Promise.all([bundleProgram(), writeTypes()]);
await writeFile(join(dist, 'client/templates.js'), `export const templates = ${precompileTemplates()};\n`);
await makeExecutable(join(dist, 'cli.js'));
