import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { generateCpuprofile } from './generate/cpuprofile.ts';
import { generateFolded } from './generate/folded.ts';
import { generatePprof } from './generate/pprof.ts';
import { generateSpeedscope } from './generate/speedscope.ts';

const folder = new URL('../../.cache/bench/', import.meta.url).pathname;
const MiB = 1024 ** 2;
const python = (script: string) => (path: string) => void execFileSync('python3', [new URL(`generate/${script}`, import.meta.url).pathname, path]);

/** Every input by file name, with what makes it. Seeded: the same bytes on every machine. */
const makers: Record<string, (path: string) => void> = {
  'repeating-200m.folded': (path) => generateFolded(path, 200 * MiB, 'repeating'),
  'different-200m.folded': (path) => generateFolded(path, 200 * MiB, 'different'),
  'repeating-1g.folded': (path) => generateFolded(path, 1024 * MiB, 'repeating'),
  'different-1g.folded': (path) => generateFolded(path, 1024 * MiB, 'different'),
  'cpu-50m.pb': (path) => generatePprof(path, 50 * MiB, 'repeating'),
  'cpu-50m.pb.gz': (path) => writeFileSync(path, gzipSync(readFileSync(input('cpu-50m.pb')))),
  'nodes-27m.cpuprofile': (path) => generateCpuprofile(path, 27 * MiB, 'nodes'),
  'samples-90m.cpuprofile': (path) => generateCpuprofile(path, 90 * MiB, 'samples'),
  'large.pstats': python('pstats.py'),
  'snapshot.tracemalloc': python('tracemalloc.py'),
  'sampled-50m.speedscope.json': (path) => generateSpeedscope(path, 50 * MiB, 'sampled'),
  'evented-50m.speedscope.json': (path) => generateSpeedscope(path, 50 * MiB, 'evented'),
};

/** Path of an input, made first when it is not there. */
export function input(name: string): string {
  const path = join(folder, name);
  if (existsSync(path)) return path;
  const make = makers[name];
  if (make === undefined) throw new Error(`no input is called ${name}`);
  mkdirSync(folder, { recursive: true });
  process.stderr.write(`making ${name}\n`);
  make(`${path}.part`);
  renameSync(`${path}.part`, path);
  return path;
}

export function sizeMb(name: string): number {
  return statSync(input(name)).size / 1e6;
}

/** Where bundles and peers are kept. */
export function benchFolder(): string {
  mkdirSync(folder, { recursive: true });
  return folder;
}
