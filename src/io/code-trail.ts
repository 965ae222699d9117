import type { FunctionChange, ProfileComparison, TouchingCommit } from '../core/model/comparison.ts';
import type { Note } from '../core/model/note.ts';
import { gitAsker } from './code-trail/ask-git.ts';
import { codeFinder, type NamedFunction, type ReadSource } from './code-trail/find-code.ts';
import { fillLines } from './code-trail/fill-lines.ts';
import { openTrail, type Trail } from './code-trail/open-trail.ts';
import { touchingCommits, type CommitAnswer, type FoundCommit } from './code-trail/touching-commits.ts';

/** Where the code of a comparison lies. */
export interface TrailPlace {
  /** Directory of the checkout; null where there is none. */
  readonly root: string | null;
  readonly baseSha: string | null;
  /** Null for a working tree whose commit is unknown: then its HEAD. */
  readonly headSha: string | null;
  /** Reader of the lines of source files, null for what may not be shown. */
  readonly readSource: ReadSource;
}

export interface TrailLimits {
  /** Time for all comparisons together, and for one call of git. */
  readonly totalMs: number;
  readonly callMs: number;
  readonly env: Readonly<Record<string, string | undefined>>;
}

const maxFunctions = 10;
const maxCommits = 5;
/** Callers of callers that are followed while each was called more often. */
const maxCallers = 3;

/**
 * The comparisons with, for the worst functions of each, the commits of base..head that touch the function or its callers, the
 * text of its lines and its call sites. Evidence, not blame: a commit that touches a function need not be what slowed it. Where
 * git, the repository or a commit is missing, a note `no-trail` says why; never throws for that.
 */
export async function addCodeTrail(comparisons: readonly ProfileComparison[], place: TrailPlace, limits: Partial<TrailLimits> = {}): Promise<ProfileComparison[]> {
  if (comparisons.every(({ worse }) => worse.length === 0)) return [...comparisons];
  const { totalMs = 10_000, callMs = 4_000, env = process.env } = limits;
  const trail =
    place.root === null
      ? 'the directory of the checkout is unknown; run perf-report in the checkout that was measured'
      : await openTrail(gitAsker(place.root, env, { callMs, totalMs }), place.root, place.baseSha, place.headSha);
  if (typeof trail === 'string') return comparisons.map((comparison) => withoutTrail(comparison, trail, place.readSource));
  const follow = trailFollower(trail, comparisons, place.readSource);
  const result: ProfileComparison[] = [];
  for (const comparison of comparisons) result.push(await follow(comparison));
  return result;
}

function withoutTrail(comparison: ProfileComparison, why: string, readSource: ReadSource): ProfileComparison {
  if (comparison.worse.length === 0) return comparison;
  const note: Note = { code: 'no-trail', text: `the commits that touch these functions are unknown: ${why}` };
  const worse = comparison.worse.map((change) => ({ ...change, lines: fillLines(change, null, [], readSource) }));
  return { ...comparison, worse, notes: [...comparison.notes, note] };
}

function trailFollower(trail: Trail, comparisons: readonly ProfileComparison[], readSource: ReadSource): (comparison: ProfileComparison) => Promise<ProfileComparison> {
  const find = codeFinder(trail, readSource);
  const rows = new Map<string, FunctionChange>();
  for (const { worse, better } of comparisons) for (const change of [...worse, ...better]) rows.set(keyOf(change), rows.get(keyOf(change)) ?? change);
  const answers = new Map<string, Promise<CommitAnswer>>();

  const commitsOf = async (named: NamedFunction, troubles: Set<string>): Promise<readonly FoundCommit[]> => {
    const code = await find(named);
    if (code === null) return [];
    const key = JSON.stringify([code.path, code.range ?? code.word]);
    const asked = answers.get(key) ?? touchingCommits(trail, code);
    answers.set(key, asked);
    const { commits, trouble } = await asked;
    if (trouble !== 'none') troubles.add(trouble);
    return commits;
  };

  const followOne = async (change: FunctionChange, worse: readonly FunctionChange[], troubles: Set<string>): Promise<FunctionChange> => {
    const own = namedOf(change);
    const callers = callersOf(change, rows);
    const found = [...(await commitsOf(own, troubles))];
    for (const caller of callers) found.push(...(await commitsOf(caller, troubles)));
    const [code, callerCode] = [await find(own), callers[0] === undefined ? null : await find(callers[0])];
    const sites = [{ code, callees: worse.filter(({ caller }) => caller !== null && keyOf(caller) === keyOf(change)) }, { code: callerCode, callees: [change] }];
    return { ...change, commits: newest(found), lines: fillLines(change, code, sites, readSource) };
  };

  return async (comparison) => {
    const troubles = new Set<string>();
    const worse: FunctionChange[] = [];
    for (const [rank, change] of comparison.worse.entries()) worse.push(rank < maxFunctions ? await followOne(change, comparison.worse, troubles) : change);
    const lost: string[] = [];
    for (const change of comparison.worse.slice(0, maxFunctions)) if (change.owner === 'own' && change.file !== '' && (await find(namedOf(change))) === null) lost.push(change.name);
    return { ...comparison, worse, notes: [...comparison.notes, ...notesOf(troubles, lost)] };
  };
}

function notesOf(troubles: ReadonlySet<string>, lost: readonly string[]): Note[] {
  const notes: Note[] = [];
  if (troubles.has('timed-out')) notes.push({ code: 'trail-partial', text: 'git took too long and was stopped: some commits that touch these functions are missing here' });
  if (troubles.has('failed')) notes.push({ code: 'trail-partial', text: 'git could not follow some of these functions: commits that touch them may be missing here' });
  if (lost.length > 0) notes.push({ code: 'trail-no-file', text: `no commits were looked for where the repository has no such file, or several: ${lost.join(', ')}` });
  return notes;
}

function keyOf({ name, file }: { readonly name: string; readonly file: string }): string {
  return `${file}\n${name}`;
}

function namedOf({ name, file, line, owner }: FunctionChange): NamedFunction {
  return { name, file, line, own: owner === 'own' };
}

/** The caller, and upwards as long as each of them was itself called more often: what multiplied the calls stands there. */
function callersOf(change: FunctionChange, rows: ReadonlyMap<string, FunctionChange>): NamedFunction[] {
  const callers: NamedFunction[] = [];
  const seen = new Set([keyOf(change)]);
  for (let caller = change.caller; caller !== null && callers.length < maxCallers && !seen.has(keyOf(caller)); ) {
    seen.add(keyOf(caller));
    const row = rows.get(keyOf(caller));
    callers.push(row === undefined ? { name: caller.name, file: caller.file, line: 0, own: true } : namedOf(row));
    caller = row !== undefined && (row.callsHead ?? 0) > (row.callsBase ?? 0) ? row.caller : null;
  }
  return callers;
}

/** Five commits, those of the function itself before those of its callers; then newest first. */
function newest(found: readonly FoundCommit[]): TouchingCommit[] {
  const byId = new Map<string, FoundCommit>();
  for (const commit of found) {
    const key = commit.sha === '' ? `\n${commit.hunk ?? ''}` : commit.sha;
    if (!byId.has(key)) byId.set(key, commit);
  }
  return [...byId.values()]
    .slice(0, maxCommits)
    .sort((a, b) => (a.committed === b.committed ? 0 : b.committed - a.committed))
    .map(({ sha, date, subject, hunk }) => ({ sha, date, subject, hunk }));
}
