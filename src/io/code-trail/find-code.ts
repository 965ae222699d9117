import { join } from 'node:path';
import { sourceName, type LineRange } from '../../core/analysis/compare/call-sites.ts';
import { functionRange, readCode, type SourceCode } from '../../core/source/function-range.ts';
import { sourceFamily } from '../../core/source/mask-source.ts';
import type { Trail } from './open-trail.ts';
import type { CodePlace } from './touching-commits.ts';

export type ReadSource = (file: string) => readonly string[] | null;

/** A function as a comparison names it. */
export interface NamedFunction {
  readonly name: string;
  readonly file: string;
  /** 0 where unknown. */
  readonly line: number;
  /** False for code of others, which is taken only by its exact path. */
  readonly own: boolean;
}

/** A place of the repository with its text. */
export interface FoundCode extends CodePlace {
  readonly lines: readonly string[];
  readonly source: SourceCode;
}

const maxText = 4 * 1024 ** 2;

interface FileText {
  readonly lines: readonly string[];
  readonly source: SourceCode;
  readonly shown: boolean;
}

/** Finder of functions in the files of a repository at head; null for what is not in it. Files are read once. */
export function codeFinder(trail: Trail, readSource: ReadSource): (named: NamedFunction) => Promise<FoundCode | null> {
  const files = new Map<string, Promise<FileText>>();
  return async (named) => {
    const path = trail.findFile(named.file, !named.own);
    if (path === null) return null;
    const text = files.get(path) ?? readText(trail, path, readSource);
    files.set(path, text);
    const { lines, source, shown } = await text;
    const range: LineRange | null = shown ? functionRange(source, named.name, named.line) : null;
    return { path, range, word: sourceName(named.name), shown, lines, source };
  };
}

/**
 * The profile is hostile text and could name a file of keys. So the reader of sources decides whether a file's text, and thus
 * its diff, may be shown; a file that only an older head has is shown where it is code by its ending and not hidden.
 */
async function readText(trail: Trail, path: string, readSource: ReadSource): Promise<FileText> {
  const present = readSource(join(trail.root, path));
  if (present !== null && trail.worktree) return { lines: present, source: readCode(path, present), shown: true };
  const plainCode = sourceFamily(path) !== null && !path.split('/').some((part) => part.startsWith('.'));
  const blob = !trail.worktree && (present !== null || plainCode) ? await trail.ask(['cat-file', 'blob', `${trail.head}:./${path}`]) : null;
  if (blob?.outcome !== 'done' || blob.stdout.length > maxText) return { lines: [], source: { family: null, code: [] }, shown: false };
  const lines = blob.stdout.split(/\r\n|\n|\r/);
  return { lines, source: readCode(path, lines), shown: true };
}
