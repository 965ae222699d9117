/** One run of changed lines of a unified diff, with the unchanged lines around it. */
export interface ChangeGroup {
  /** First line of the run on each side, from 1; where a side has none, the line behind the gap. */
  readonly oldStart: number;
  readonly oldCount: number;
  readonly newStart: number;
  readonly newCount: number;
}

/** A hunk of a unified diff: its lines with their mark in front. */
export interface DiffHunk {
  readonly oldStart: number;
  readonly newStart: number;
  /** What git writes behind the second @@, as a rule the function. */
  readonly title: string;
  readonly lines: readonly string[];
  readonly groups: readonly ChangeGroup[];
}

const context = 3;
const maxLines = 40;
const maxBytes = 4096;
const maxLineLength = 300;

/** Reads the hunks of a unified diff of one file (format: `man git-diff`, "Generating patch text"). */
export function parseHunks(diff: string): DiffHunk[] {
  const hunks: DiffHunk[] = [];
  const lines = diff.split('\n');
  for (let i = 0; i < lines.length; i++) {
    const header = /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@ ?(.*)$/.exec(lines[i] as string);
    if (header === null) continue;
    let oldLeft = Number(header[2] ?? 1);
    let newLeft = Number(header[4] ?? 1);
    const body: string[] = [];
    for (; i + 1 < lines.length; i++) {
      const line = lines[i + 1] as string;
      if (!line.startsWith('\\') && oldLeft <= 0 && newLeft <= 0) break;
      if (!/^[ +\-\\]/.test(line)) break;
      if (line.startsWith(' ') || line.startsWith('-')) oldLeft -= 1;
      if (line.startsWith(' ') || line.startsWith('+')) newLeft -= 1;
      body.push(line);
    }
    // A side without lines is numbered by the line before it.
    const oldStart = Number(header[1]) + (header[2] === '0' ? 1 : 0);
    const newStart = Number(header[3]) + (header[4] === '0' ? 1 : 0);
    hunks.push({ oldStart, newStart, title: header[5] ?? '', lines: body, groups: groupsOf(body, oldStart, newStart) });
  }
  return hunks;
}

function groupsOf(lines: readonly string[], oldStart: number, newStart: number): ChangeGroup[] {
  const groups: { oldStart: number; oldCount: number; newStart: number; newCount: number }[] = [];
  let [oldLine, newLine, inside] = [oldStart, newStart, false];
  for (const line of lines) {
    const mark = line[0];
    if (mark === '\\') continue;
    if (mark === ' ') {
      inside = false;
      oldLine += 1;
      newLine += 1;
      continue;
    }
    if (!inside) groups.push({ oldStart: oldLine, oldCount: 0, newStart: newLine, newCount: 0 });
    inside = true;
    const group = groups[groups.length - 1];
    if (group === undefined) continue;
    if (mark === '-') {
      group.oldCount += 1;
      oldLine += 1;
    } else {
      group.newCount += 1;
      newLine += 1;
    }
  }
  return groups;
}

/** Whether changed lines fall between `start` and `end` of the new side; removed lines count where they were. */
export function touches(group: ChangeGroup, start: number, end: number): boolean {
  return group.newStart <= end && group.newStart + Math.max(group.newCount, 1) - 1 >= start;
}

/** Where line `line` of the new side was on the old side; in a changed run, its first line (`first`) or its last. */
export function oldLineOf(groups: readonly ChangeGroup[], line: number, first: boolean): number {
  let shift = 0;
  for (const group of groups) {
    if (line < group.newStart) break;
    if (line < group.newStart + group.newCount) return first ? group.oldStart : group.oldStart + group.oldCount - 1;
    shift += group.oldCount - group.newCount;
  }
  return line + shift;
}

/**
 * Text of the changed lines that `keep` accepts, with three unchanged lines around them and true @@ headers; at most 40 lines
 * and 4 KiB, and a last line that says how many were left out. Null where nothing is kept.
 */
export function showHunks(hunks: readonly DiffHunk[], keep: (group: ChangeGroup) => boolean): string | null {
  const shown: string[] = [];
  for (const hunk of hunks) for (const line of piecesOf(hunk, keep)) shown.push(line);
  if (shown.length === 0) return null;
  const kept: string[] = [];
  let bytes = 0;
  for (const line of shown) {
    const cut = line.length > maxLineLength ? `${Array.from(line.slice(0, maxLineLength)).slice(0, -1).join('')}…` : line;
    bytes += Buffer.byteLength(cut) + 1;
    // One line is kept for the sentence about the rest.
    if (kept.length === maxLines - 1 && shown.length > maxLines) break;
    if (bytes > maxBytes - 40) break;
    kept.push(cut);
  }
  if (kept.length < shown.length) kept.push(`… ${shown.length - kept.length} more lines`);
  return kept.join('\n');
}

function piecesOf(hunk: DiffHunk, keep: (group: ChangeGroup) => boolean): string[] {
  const kept = hunk.groups.filter((group) => keep(group));
  if (kept.length === 0) return [];
  // Groups and lines are both in order: one pass over each, however large the diff is.
  let passed = 0;
  const near = (oldLine: number, newLine: number, mark: string): boolean => {
    for (let group = kept[passed]; group !== undefined && oldLine >= group.oldStart + group.oldCount + context && newLine >= group.newStart + group.newCount + context; group = kept[passed]) passed += 1;
    return kept.slice(passed, passed + 2).some((group) => {
      if (mark === '-') return oldLine >= group.oldStart - context && oldLine < group.oldStart + group.oldCount + context;
      return newLine >= group.newStart - context && newLine < group.newStart + group.newCount + context;
    });
  };
  const result: string[] = [];
  let piece: { oldStart: number; newStart: number; lines: string[] } | null = null;
  const close = (): void => {
    if (piece === null) return;
    const count = (mark: string): number => (piece?.lines ?? []).filter((line) => line.startsWith(' ') || line.startsWith(mark)).length;
    result.push(`@@ -${side(piece.oldStart, count('-'))} +${side(piece.newStart, count('+'))} @@${hunk.title === '' ? '' : ` ${hunk.title}`}`);
    for (const line of piece.lines) result.push(line);
    piece = null;
  };
  let [oldLine, newLine] = [hunk.oldStart, hunk.newStart];
  for (const line of hunk.lines) {
    const mark = line[0] ?? ' ';
    if (mark === '\\') {
      piece?.lines.push(line);
      continue;
    }
    if (near(oldLine, newLine, mark)) (piece ??= { oldStart: oldLine, newStart: newLine, lines: [] }).lines.push(line);
    else close();
    if (mark !== '+') oldLine += 1;
    if (mark !== '-') newLine += 1;
  }
  close();
  return result;
}

/** Start and count of a hunk's side as git writes them: no count for one line, the line before for none. */
function side(start: number, count: number): string {
  if (count === 1) return String(start);
  return `${count === 0 ? start - 1 : start},${count}`;
}
