import { groupBy } from '../../group-by.ts';
import type { LimitHit } from '../../model/report.ts';
import type { Profile } from '../../model/profile.ts';
import { baseUnit } from '../../units/value.ts';

/** One profile of one file of a side. */
export interface SideProfile {
  /** Path as shown. */
  readonly file: string;
  /** Importer id. */
  readonly format: string;
  readonly profile: Profile;
}

/** Base and head runs of one value dimension. */
export interface MatchedDimension {
  readonly base: readonly SideProfile[];
  readonly head: readonly SideProfile[];
}

export interface Matching {
  readonly matched: readonly MatchedDimension[];
  /** What was not compared, and why. */
  readonly left: readonly { readonly code: string; readonly text: string }[];
  readonly limits: readonly LimitHit[];
}

/** Dimensions compared; a hostile directory holds thousands of threads. */
const maxDimensions = 40;
/** Dimensions without a partner that are told one by one. */
const maxTold = 10;

/** Groups each side's profiles into dimensions, whose files are the side's runs, and finds each base dimension its head one. */
export function matchDimensions(base: readonly SideProfile[], head: readonly SideProfile[]): Matching {
  const bases = [...groupRuns(base).values()].sort(mainFirst);
  const open = new Set([...groupRuns(head).values()].sort(mainFirst));
  const partners = new Map<SideProfile[], SideProfile[]>();
  // Closest likeness first, so that a thread of the same name is not taken by another of the same kind.
  for (const alike of [sameTitle, sameFormat, sameKind]) {
    const waiting = indexByKind(open);
    for (const dimension of bases) {
      if (partners.has(dimension)) continue;
      const partner = (waiting.get(kindOf(first(dimension))) ?? []).find((other) => open.has(other) && alike(first(dimension), first(other)));
      if (partner === undefined) continue;
      partners.set(dimension, partner);
      open.delete(partner);
    }
  }
  const left: { code: string; text: string }[] = [];
  const matched: MatchedDimension[] = [];
  for (const dimension of bases) {
    const partner = partners.get(dimension);
    if (partner === undefined) left.push(unmatched(dimension, 'base'));
    else matched.push({ base: dimension, head: partner });
  }
  for (const dimension of open) left.push(unmatched(dimension, 'head'));
  const limits: LimitHit[] = [];
  if (matched.length > maxDimensions) {
    limits.push({ code: 'dimensions-capped', where: first(matched[maxDimensions]?.base ?? []).file, text: `${maxDimensions} of ${matched.length} pairs of profiles are compared` });
  }
  if (left.length > maxTold) left.push({ code: 'not-compared', text: `${left.length - maxTold} more profiles have no partner on the other side` });
  return { matched: matched.slice(0, maxDimensions), left: left.length > maxTold ? [...left.slice(0, maxTold), left[left.length - 1] as { code: string; text: string }] : left, limits };
}

/** Files of one dimension are runs; a second profile of the same description in one file is a dimension of its own. */
function groupRuns(side: readonly SideProfile[]): Map<string, SideProfile[]> {
  const groups = new Map<string, SideProfile[]>();
  const seenInFile = new Map<string, number>();
  for (const entry of side) {
    const description = [kindOf(entry), entry.format, likeness(entry.profile.title), likeness(entry.profile.thread ?? '')].join('\u0000');
    const place = `${entry.file}\u0000${description}`;
    const ordinal = seenInFile.get(place) ?? 0;
    seenInFile.set(place, ordinal + 1);
    const key = `${description}\u0000${ordinal}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [entry]);
    else group.push(entry);
  }
  return groups;
}

function indexByKind(groups: Iterable<SideProfile[]>): Map<string, SideProfile[][]> {
  return groupBy(groups, (group) => kindOf(first(group)));
}

/** What must agree: exact and sampled values of one kind measure different things (the tracer's own cost is in one of them). */
function kindOf({ profile }: SideProfile): string {
  return `${profile.kind}\u0000${baseUnit(profile.unit)}\u0000${profile.semantics}`;
}

/** Titles and threads without process and thread numbers. */
function likeness(text: string): string {
  return text.replace(/0x[0-9a-f]+|\d+/gi, '#');
}

function sameTitle(a: SideProfile, b: SideProfile): boolean {
  return likeness(a.profile.title) === likeness(b.profile.title) && likeness(a.profile.thread ?? '') === likeness(b.profile.thread ?? '');
}

function sameFormat(a: SideProfile, b: SideProfile): boolean {
  return a.format === b.format && isMain(a) === isMain(b);
}

function sameKind(a: SideProfile, b: SideProfile): boolean {
  return isMain(a) === isMain(b);
}

function isMain({ profile }: SideProfile): boolean {
  return profile.thread === null || /\bmain|^MainThread/i.test(profile.thread);
}

function mainFirst(a: SideProfile[], b: SideProfile[]): number {
  return Number(isMain(first(b))) - Number(isMain(first(a)));
}

function first(group: readonly SideProfile[]): SideProfile {
  const [entry] = group;
  if (entry === undefined) throw new Error('a dimension without profiles');
  return entry;
}

function unmatched(dimension: readonly SideProfile[], side: 'base' | 'head'): { code: string; text: string } {
  const { profile, file } = first(dimension);
  const other = side === 'base' ? 'head' : 'base';
  return { code: 'not-compared', text: `${profile.title} (${profile.semantics} ${profile.kind}) of ${file} is not compared: the ${other} has no profile of the same kind, unit and way of measuring` };
}
