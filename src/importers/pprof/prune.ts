import { NamePattern } from './name-pattern.ts';
import type { PprofTables } from './tables.ts';

/** Decides which functions `drop_frames` removes, as google/pprof's profile/prune.go does. */
export class FramePruner {
  private readonly drop: NamePattern;
  private readonly keep: NamePattern | null;

  constructor(drop: NamePattern, keep: NamePattern | null) {
    this.drop = drop;
    this.keep = keep;
  }

  drops(name: string): boolean {
    const simple = simplify(name);
    return this.drop.matches(simple) && this.keep?.matches(simple) !== true;
  }

  /** True where the patterns cost too much time and were given up on. */
  get exhausted(): boolean {
    return this.drop.exhausted || this.keep?.exhausted === true;
  }
}

/** The file's pruner; null where it drops nothing, 'unreadable' where a pattern is not understood. */
export function makePruner(tables: PprofTables): FramePruner | null | 'unreadable' {
  if (tables.dropFrames === '') return null;
  const drop = NamePattern.compile(tables.dropFrames);
  const keep = tables.keepFrames === '' ? null : NamePattern.compile(tables.keepFrames);
  if (drop === undefined || keep === undefined) return 'unreadable';
  return new FramePruner(drop, keep);
}

const reserved = /\(anonymous namespace\)|operator\(\)|\(/g;

/** Cuts the argument list of a C++ name: at the first parenthesis that is no part of the name itself. */
function simplify(name: string): string {
  const text = name.startsWith('.') ? name.slice(1) : name;
  for (const match of text.matchAll(reserved)) {
    if (match[0] === '(') return text.slice(0, match.index);
  }
  return text;
}
