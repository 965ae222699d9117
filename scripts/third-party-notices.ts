import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

/*
 * Writes the last part of THIRD-PARTY-NOTICES.md: the packages that are inside of the program in one file (scripts/build-library.ts), with their
 * licences. `npx tsx scripts/third-party-notices.ts`; a test fails where a package is missing.
 */

const root = fileURLToPath(new URL('..', import.meta.url));
const title = '## Inside of the program in one file';

interface BundledPackage {
  readonly name: string;
  readonly version: string;
  readonly license: string;
  /** Lines that say who holds the copyright. */
  readonly holders: readonly string[];
  /** The licence without those lines. */
  readonly text: string;
}

/** The packages that the bundler puts in, by name. */
export async function bundledPackages(): Promise<readonly BundledPackage[]> {
  const { metafile } = await build({ absWorkingDir: root, entryPoints: ['src/cli.ts'], bundle: true, platform: 'node', format: 'esm', target: 'node20', write: false, metafile: true, logLevel: 'error' });
  const directories = new Set(Object.keys(metafile.inputs).flatMap((path) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? []));
  // One that is there twice is named once.
  const packages = new Map([...directories].map(readPackage).map((each) => [`${each.name} ${each.version}`, each]));
  return [...packages].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, each]) => each);
}

function readPackage(directory: string): BundledPackage {
  const { name, version, license, author } = JSON.parse(readFileSync(join(root, directory, 'package.json'), 'utf8')) as { name: string; version: string; license: string; author?: string | { name: string } };
  const file = readdirSync(join(root, directory)).find((each) => /^(?:licen[cs]e|copying)(?:[.-].*)?$/i.test(each));
  const who = typeof author === 'string' ? author : (author?.name ?? name);
  // A few publish without the file; their manifest names the licence and the author.
  const whole = file === undefined ? `Copyright (c) ${who}` : readFileSync(join(root, directory, file), 'utf8').replaceAll('\r\n', '\n');
  const isHolder = (line: string): boolean => /^\s*(?:copyright (?:\(c\)|©|\d)|\(c\) )/i.test(line);
  const holders = whole.split('\n').filter(isHolder).map((line) => line.trim());
  const text = whole
    .split('\n')
    .filter((line) => !isHolder(line) && !/^\W*(?:the )?(?:mit|isc|bsd)\b.*licen[cs]e\W*(?:\((?:mit|isc)\))?\W*$/i.test(line))
    .join('\n')
    .trim();
  return { name, version, license, holders, text };
}

/** Same licences are the same words, however the lines are broken or quoted. */
function wordsOf(text: string): string {
  return text.toLowerCase().replaceAll(/\W+/g, ' ').replaceAll('above copyright notice and this permission notice including the next paragraph', 'above copyright notice and this permission notice').trim();
}

/** Packages with the same words, then those words once. */
export function noticesText(packages: readonly BundledPackage[]): string {
  const groups = new Map<string, BundledPackage[]>();
  const known = new Map<string, string>();
  for (const each of packages) if (each.text !== '' && !known.has(each.license)) known.set(each.license, wordsOf(each.text));
  for (const each of packages) {
    const words = each.text === '' ? (known.get(each.license) ?? '') : wordsOf(each.text);
    if (words === '') throw new Error(`${each.name} has no licence text, and no other package has its licence ${each.license}`);
    groups.set(words, [...(groups.get(words) ?? []), each]);
  }
  const parts = [...groups.values()].map((group) => {
    const list = group.map(({ name, version, license, holders }) => `- ${name} ${version}, ${license}${holders.length === 0 ? '' : `: ${holders.join('; ')}`}`);
    const text = group.find((each) => each.text !== '')?.text ?? '';
    return `${list.join('\n')}\n\n${text.split('\n').map((line) => `> ${line.trim()}`.trimEnd()).join('\n')}\n`;
  });
  return `${title}\n${parts.join('\n')}`.replaceAll(/\n{3,}/g, '\n\n');
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const path = join(root, 'THIRD-PARTY-NOTICES.md');
  const before = existsSync(path) ? (readFileSync(path, 'utf8').split(`${title}\n`)[0] ?? '') : '';
  writeFileSync(path, `${before.trimEnd()}\n\n${noticesText(await bundledPackages())}`);
}
