import { readFile, mkdir, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants } from 'node:zlib';
import { build, type Plugin } from 'esbuild';
import glob from 'fast-glob';
import { ciProtocol } from '../src/config/ci-protocol.ts';

/*
 * Makes resources/perf-report/perf-report.mjs: the whole program in one file, which the Jenkins library puts on agents, so that they reach no
 * package registry. Needs dist/ (npm run build). Committed with each version; docs/releasing.md says when.
 */

const root = fileURLToPath(new URL('..', import.meta.url));
const target = join(root, 'resources/perf-report');

/** What the program reads or executes by path, by where it looks for it below its package. */
async function packageFiles(): Promise<Record<string, string>> {
  const speedscope = dirname(createRequire(import.meta.url).resolve('speedscope/package.json'));
  const own = await glob(['dist/client/*', 'templates/report.css', 'src/collect/inject/**', 'THIRD-PARTY-NOTICES.md', 'LICENSE'], { cwd: root, ignore: ['**/__pycache__/**'] });
  const viewer = await glob(['package.json', 'LICENSE', 'dist/release/speedscope-*.{js,css}', 'dist/release/SourceCodePro-*.woff2', 'dist/release/source-code-pro.LICENSE.md'], { cwd: speedscope });
  const files: [string, Buffer][] = [];
  for (const path of own) files.push([path, await readFile(join(root, path))]);
  for (const path of viewer) files.push([`node_modules/speedscope/${path}`, await readFile(join(speedscope, path))]);
  const { name, version, type } = await manifest();
  files.push(['package.json', Buffer.from(JSON.stringify({ name, version, type }))]);
  return Object.fromEntries(files.sort(([a], [b]) => (a < b ? -1 : 1)).map(([path, content]) => [path, content.toString('base64')]));
}

async function manifest(): Promise<{ name: string; version: string; type: string }> {
  return JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { name: string; version: string; type: string };
}

/** Puts the packed files in and lets the program find them there. */
function embed(files: Readonly<Record<string, string>>): Plugin {
  const packed = brotliCompressSync(JSON.stringify(files), { params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_LGWIN]: 24 } }).toString('base64');
  return {
    name: 'embed-package-files',
    setup({ onLoad, onResolve }) {
      onResolve({ filter: /\/package-root\.ts$/ }, () => ({ path: join(root, 'scripts/library/bundled-root.ts') }));
      onResolve({ filter: /^perf-report:archive$/ }, ({ path }) => ({ path, namespace: 'archive' }));
      onLoad({ filter: /.*/, namespace: 'archive' }, () => ({ contents: `export const archive = ${JSON.stringify(packed)};`, loader: 'js' }));
    },
  };
}

const { version } = await manifest();
const result = await build({
  absWorkingDir: root,
  entryPoints: ['src/cli.ts'],
  bundle: true,
  minify: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  charset: 'utf8',
  legalComments: 'none',
  logLevel: 'warning',
  write: false,
  // Packages in CommonJS ask for node's modules by require.
  banner: { js: `// perf-report ${version}, made by npm run build:library. Licences of what is inside: THIRD-PARTY-NOTICES.md\nimport{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);` },
  plugins: [embed(await packageFiles())],
});
const [bundle] = result.outputFiles;
if (bundle === undefined) throw new Error('esbuild made no file');
await mkdir(target, { recursive: true });
await writeFile(join(target, 'perf-report.mjs'), bundle.contents);
for (const [name, ending] of [['launch.sh', '\n'], ['launch.cmd', '\r\n']] as const) {
  const text = await readFile(join(root, 'scripts/library', name), 'utf8');
  await writeFile(join(target, name), text.replaceAll('@PROTOCOL@', String(ciProtocol)).replaceAll('@VERSION@', version).replaceAll('\n', ending));
}
process.stdout.write(`resources/perf-report/perf-report.mjs: ${Math.round(bundle.contents.length / 1024)} KiB\n`);
