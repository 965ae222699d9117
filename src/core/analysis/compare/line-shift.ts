/** A function's first line in the source text and in a recording. */
export interface Anchor {
  readonly source: number;
  readonly recorded: number;
}

/** How far a line of the source text stood from there in a recording: as the known function above or the one below it. */
export interface Shift {
  readonly above: number;
  readonly below: number;
}

/**
 * Tells from functions whose lines are known in both where other lines of the source text stood when a profile was recorded: between
 * two of them that moved equally far all lines did, else it is known within the difference. Null where their order changed.
 */
export function lineShifts(anchors: readonly Anchor[]): ((line: number) => Shift) | null {
  const sorted = [{ source: 0, recorded: 0 }, ...anchors].sort((a, b) => a.source - b.source);
  for (let i = 1; i < sorted.length; i++) if ((sorted[i] as Anchor).recorded <= (sorted[i - 1] as Anchor).recorded) return null;
  return (line) => {
    let low = 0;
    let high = sorted.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((sorted[middle] as Anchor).source <= line) low = middle + 1;
      else high = middle;
    }
    const before = sorted[low - 1] as Anchor;
    const above = before.recorded - before.source;
    const next = sorted[low];
    // Below the last one nothing tells of insertions: its shift is taken for all that follows.
    const below = next === undefined || before.source === line ? above : next.recorded - next.source;
    return { above, below };
  };
}
