import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { brotliDecompressSync } from 'node:zlib';

/*
 * Whether a release fits together: tag, manifests, changelog, the program in one file and what starts it. `npx tsx scripts/check-release.ts v1.2.3`
 * names every mismatch; `--rebuild` also builds that program and holds it against the committed one.
 */

const bundle = 'resources/perf-report/perf-report.mjs';

/** Every mismatch as one sentence; none for a release that fits. */
export function mismatches(root: string, tag: string): string[] {
  const version = /^v(\d+\.\d+\.\d+)$/.exec(tag)?.[1];
  if (version === undefined) return [`the tag is ${tag}; releases are tagged as v1.2.3`];
  const found: string[] = [];
  const expectSame = (what: string, value: string, wanted: string): void => void (value === wanted || found.push(`${what} is ${value}, not ${wanted}`));
  const text = (path: string): string => (existsSync(join(root, path)) ? readFileSync(join(root, path), 'utf8') : '');
  const only = (path: string, pattern: RegExp): string => pattern.exec(text(path))?.[1] ?? 'missing';

  const lock = JSON.parse(text('package-lock.json')) as { version: string; packages: Readonly<Record<string, { version?: string }>> };
  expectSame('the version in package.json', (JSON.parse(text('package.json')) as { version: string }).version, version);
  expectSame('the version in package-lock.json', lock.version, version);
  expectSame('the version of the root package in package-lock.json', lock.packages['']?.version ?? 'missing', version);

  const section = new RegExp(`^## \\[?${version.replaceAll('.', '\\.')}\\]?(?: .*)?\\n([\\s\\S]*?)(?=^## |(?![\\s\\S]))`, 'm').exec(text('CHANGELOG.md'))?.[1];
  if (section === undefined) found.push(`CHANGELOG.md has no section "## ${version}"`);
  else if (section.trim() === '') found.push(`the section of ${version} in CHANGELOG.md is empty`);

  const protocol = only('src/config/ci-protocol.ts', /ciProtocol = (\d+);/);
  expectSame('the protocol of vars/profileRun.groovy', only('vars/profileRun.groovy', /PROTOCOL = (\d+)/), protocol);
  expectSame('the protocol of scripts/action/request.mjs', only('scripts/action/request.mjs', /const protocol = (\d+);/), protocol);
  if (!existsSync(join(root, bundle))) return [...found, `${bundle} is missing: npm run build:library`];
  expectSame(`the version of ${bundle}`, asked(join(root, bundle), '--version'), version);
  expectSame(`the protocol of ${bundle}`, asked(join(root, bundle), '--protocol'), protocol);
  for (const launcher of ['launch.sh', 'launch.cmd'].map((name) => `resources/perf-report/${name}`)) expectSame(`the version that ${launcher} asks npx for`, only(launcher, /npx --yes perf-report@(\S+) ci/), version);
  return found;
}

function asked(program: string, question: string): string {
  return execFileSync(process.execPath, [program, question], { encoding: 'utf8' }).trim();
}

/** The program's text and its packed files apart: the packing differs between versions of Node, what is packed must not. */
function contents(program: string): string {
  const packed = /"([A-Za-z0-9+/]{10000,}={0,2})"/.exec(program)?.[1];
  if (packed === undefined) throw new Error('the program holds no packed files');
  return `${program.replace(packed, '')}\n${brotliDecompressSync(Buffer.from(packed, 'base64')).toString('utf8')}`;
}

/** Whether sources and the committed program differ. */
function isStale(root: string): boolean {
  const committed = execFileSync('git', ['show', `HEAD:${bundle}`], { cwd: root, encoding: 'utf8', maxBuffer: 64 * 1024 ** 2 });
  execFileSync('npm', ['run', '--silent', 'build:library'], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'] });
  return contents(readFileSync(join(root, bundle), 'utf8')) !== contents(committed);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const root = fileURLToPath(new URL('..', import.meta.url));
  const [tag = '', ...flags] = process.argv.slice(2);
  const found = mismatches(root, tag);
  if (found.length === 0 && flags.includes('--rebuild') && isStale(root)) found.push(`${bundle} is not what the sources make: npm run build:library, and commit it`);
  process.stdout.write(found.length === 0 ? `release ${tag}: all fits together\n` : found.map((line) => `release ${tag}: ${line}\n`).join(''));
  process.exitCode = found.length === 0 ? 0 : 1;
}
