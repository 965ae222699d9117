import { positionOfWord, type LineRange } from '../../core/analysis/compare/call-sites.ts';
import type { TouchingCommit } from '../../core/model/comparison.ts';
import { oldLineOf, parseHunks, showHunks, touches, type DiffHunk } from './diff-hunks.ts';
import type { Trail } from './open-trail.ts';

/** Where code stands at head. */
export interface CodePlace {
  /** File of the repository. */
  readonly path: string;
  /** Null where only the file is known. */
  readonly range: LineRange | null;
  /** What the function is called in source text; looked for in the diff of the file where the range is unknown. */
  readonly word: string;
  /** Whether the text of the file may be shown. */
  readonly shown: boolean;
}

export interface FoundCommit extends TouchingCommit {
  /** Seconds; when it was put into this history, for the order. */
  readonly committed: number;
}

export interface CommitAnswer {
  readonly commits: readonly FoundCommit[];
  readonly trouble: 'none' | 'timed-out' | 'failed';
}

const maxCommits = 10;
const maxSubject = 200;
const plainDiff = ['--no-ext-diff', '--no-textconv', '--no-color', '--find-renames', '--unified=3'];
const plainLog = ['log', ...plainDiff, '--no-show-signature', '--no-merges', '--encoding=UTF-8', `--max-count=${maxCommits}`, '--format=%x00%H%x00%ct%x00%aI%x00%s'];

/** Commits of the trail whose diff touches a place, newest first; changes of the working tree that are not committed come first with an empty id. */
export async function touchingCommits(trail: Trail, place: CodePlace): Promise<CommitAnswer> {
  const open = trail.isChanged(place.path) ? await trail.ask(['diff', ...plainDiff, '--end-of-options', trail.head, '--', place.path]) : null;
  if (open !== null && open.outcome !== 'done') return { commits: [], trouble: open.outcome === 'timed-out' ? 'timed-out' : 'failed' };
  const hunks = parseHunks(open?.stdout ?? '');
  const uncommitted = changesOf(hunks, place);
  const first: FoundCommit[] = uncommitted === null ? [] : [{ sha: '', date: '', subject: 'uncommitted changes', hunk: place.shown ? uncommitted : null, committed: Infinity }];
  const log = await readLog(trail, place, committedRange(hunks, place.range));
  return { ...log, commits: [...first, ...log.commits] };
}

/** The range as it is in the commit: without the lines that are not committed; null where nothing of it is. */
function committedRange(hunks: readonly DiffHunk[], range: LineRange | null): LineRange | null {
  if (range === null) return null;
  const groups = hunks.flatMap((hunk) => hunk.groups);
  const [start, end] = [oldLineOf(groups, range.start, true), oldLineOf(groups, range.end, false)];
  return end < start ? null : { start, end };
}

async function readLog(trail: Trail, place: CodePlace, range: LineRange | null): Promise<CommitAnswer> {
  // A function that is not committed yet has no history; its file's is not its own.
  if (range === null && place.range !== null) return { commits: [], trouble: 'none' };
  if (range !== null) {
    const answer = await trail.ask([...plainLog, `-L${range.start},${range.end}:${place.path}`, '--end-of-options', trail.range]);
    if (answer.outcome === 'timed-out') return { commits: [], trouble: 'timed-out' };
    if (answer.outcome === 'done') return { commits: commitsOf(answer.stdout, trail, (hunks) => (place.shown ? showHunks(hunks, () => true) : null)), trouble: 'none' };
  }
  const answer = await trail.ask([...plainLog, '--patch', '--follow', '--end-of-options', trail.range, '--', place.path]);
  if (answer.outcome !== 'done') return { commits: [], trouble: answer.outcome === 'timed-out' ? 'timed-out' : 'failed' };
  const wholeFile = { ...place, range: null };
  const commits = commitsOf(answer.stdout, trail, (hunks) => changesOf(hunks, wholeFile)).filter(({ hunk }) => hunk !== null);
  return { commits: place.shown ? commits : commits.map((commit) => ({ ...commit, hunk: null })), trouble: 'none' };
}

/** The changed lines of a file's diff that lie in the place, or, where its lines are unknown, stand near its name; null for none. */
function changesOf(hunks: readonly DiffHunk[], { range, word }: CodePlace): string | null {
  if (range !== null) return showHunks(hunks, (group) => touches(group, range.start, range.end));
  const named = hunks.filter((hunk) => word === '' || [hunk.title, ...upToLastChange(hunk)].some((line) => positionOfWord(line, word) >= 0));
  return showHunks(named, () => true);
}

/** What stands behind the last changed line is the next function as often as not. */
function upToLastChange({ lines }: DiffHunk): readonly string[] {
  return lines.slice(0, lines.findLastIndex((line) => /^[+-]/.test(line)) + 1);
}

/** Reads `git log` in the format of `plainLog`: lines of a diff never start with a zero byte, so each one that does starts a commit. */
function commitsOf(output: string, trail: Trail, show: (hunks: readonly DiffHunk[]) => string | null): FoundCommit[] {
  const result: FoundCommit[] = [];
  for (const part of `\n${output}`.split('\n\0').slice(1)) {
    const end = part.indexOf('\n');
    const [sha = '', committed = '', date = '', subject = ''] = (end < 0 ? part : part.slice(0, end)).split('\0');
    if (trail.cutOff.has(sha)) continue;
    result.push({ sha: sha.slice(0, 10), date, subject: cut(subject), hunk: end < 0 ? null : show(parseHunks(part.slice(end))), committed: Number(committed) });
  }
  return result;
}

function cut(subject: string): string {
  const letters = Array.from(subject.slice(0, 2 * maxSubject + 2));
  return letters.length > maxSubject ? `${letters.slice(0, maxSubject - 1).join('')}…` : subject;
}
