import { closeSync, constants, fstatSync, openSync, readFileSync, realpathSync } from 'node:fs';
import { extname, isAbsolute, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { systemErrorCode } from '../core/system-error.ts';

const maxSourceBytes = 4 * 1024 ** 2;

/**
 * Files whose lines may be shown. A profile is hostile text: without this list it could name a key
 * or a .env file of the project and have its lines published with the report.
 */
const sourceEndings = new Set(
  '.py .pyx .pyi .js .mjs .cjs .jsx .ts .mts .cts .tsx .vue .svelte .go .rs .java .kt .kts .scala .groovy .clj .c .h .cc .cpp .cxx .hh .hpp .m .mm .cs .fs .vb .swift .rb .php .pl .pm .lua .r .jl .ex .exs .erl .hs .ml .zig .nim .d .dart .s .asm .f90 .f .sql .sh'.split(' '),
);

/**
 * Reader for annotated source: the lines of `file` as the profiler named it (path or file: URL), or null
 * where it is not a source file of the project. Only what really lies below one of `roots` is read.
 */
export function sourceReader(roots: readonly string[]): (file: string) => readonly string[] | null {
  const cache = new Map<string, readonly string[] | null>();
  return (file) => {
    const known = cache.get(file);
    if (known !== undefined) return known;
    const lines = readLines(file, roots);
    cache.set(file, lines);
    return lines;
  };
}

function readLines(file: string, roots: readonly string[]): readonly string[] | null {
  const path = toPath(file);
  if (path === null || !sourceEndings.has(extname(path).toLowerCase())) return null;
  for (const root of roots) {
    const text = readInside(root, isAbsolute(path) ? path : join(root, path));
    if (text !== null) return text.split(/\r\n|\n|\r/);
  }
  return null;
}

function toPath(file: string): string | null {
  if (file.includes('\0')) return null;
  if (!file.startsWith('file:')) return file;
  try {
    return fileURLToPath(file);
  } catch {
    // A URL of another host, or no URL at all, names no file of ours.
    return null;
  }
}

/** Text of `path` if its real place is below `root`, outside of hidden directories, small, and text. */
function readInside(root: string, path: string): string | null {
  let descriptor: number | null = null;
  try {
    const real = realpathSync(path);
    const below = relative(realpathSync(root), real);
    if (below === '' || isAbsolute(below) || below.split(sep).some((part) => part.startsWith('.'))) return null;
    descriptor = openSync(real, constants.O_RDONLY | ((constants.O_NONBLOCK as number | undefined) ?? 0));
    const stats = fstatSync(descriptor);
    if (!stats.isFile() || stats.size > maxSourceBytes) return null;
    const bytes = readFileSync(descriptor);
    return bytes.includes(0) ? null : new TextDecoder().decode(bytes);
  } catch (error) {
    // Not there, or not readable: the report shows the line numbers without text.
    if (systemErrorCode(error) === null) throw error;
    return null;
  } finally {
    if (descriptor !== null) closeSync(descriptor);
  }
}
