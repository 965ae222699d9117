import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliDecompressSync } from 'node:zlib';
import { archive } from 'perf-report:archive';

let root: string | null = null;

/**
 * Stands for src/io/package-root.ts in the bundle of one file: the files of the package that are read or executed by path are unpacked
 * beside the bundle, or, where that place is read-only, into a temporary directory that is removed when the process ends.
 */
export function packageRoot(): string {
  root ??= unpackBeside(dirname(fileURLToPath(import.meta.url))) ?? unpackTemporarily();
  return root;
}

/** Null where nothing can be written there. Calls at the same time do not see half of the files. */
function unpackBeside(place: string): string | null {
  const target = join(place, `perf-report-${createHash('sha256').update(archive).digest('hex').slice(0, 16)}`);
  if (existsSync(target)) return target;
  let half: string | null = null;
  try {
    half = mkdtempSync(join(place, '.perf-report-'));
    unpackInto(half);
    renameSync(half, target);
    return target;
  } catch {
    if (half !== null) rmSync(half, { recursive: true, force: true });
    // Another call was quicker, or the place takes no files.
    return existsSync(target) ? target : null;
  }
}

function unpackTemporarily(): string {
  const directory = mkdtempSync(join(tmpdir(), 'perf-report-'));
  process.on('exit', () => rmSync(directory, { recursive: true, force: true }));
  unpackInto(directory);
  return directory;
}

function unpackInto(directory: string): void {
  const files = JSON.parse(brotliDecompressSync(Buffer.from(archive, 'base64')).toString('utf8')) as Readonly<Record<string, string>>;
  for (const [path, content] of Object.entries(files)) {
    const target = join(directory, path);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, Buffer.from(content, 'base64'));
  }
}
