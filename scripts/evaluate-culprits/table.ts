import { quantile } from '../../src/core/stats/summary.ts';
import type { Judged } from './judge.ts';
import type { Case, CaseFacts } from './record.ts';
import type { Program } from './programs.ts';

/** One judged case of one profiler. */
export interface Row extends Judged {
  readonly profiler: string;
  readonly program: string;
  readonly heldOut: boolean;
  readonly id: string;
  readonly kind: string;
  readonly size: number;
  readonly trueIncrease: number | null;
  /** Whether the change is clear of noise without a profiler; only such cases count. */
  readonly seen: boolean;
}

/** Part of the asked size below which a change is not called seen: then the injection failed. */
const leastPart = 0.4;

export function rowOf(program: Program, profiler: string, { id, kind, size }: Case, { cost }: CaseFacts, judged: Judged): Row {
  const trueIncrease = cost === null ? null : cost.increase / cost.base;
  const seen = cost !== null && cost.atLeast > 0 && (trueIncrease as number) >= (leastPart * size) / 100;
  return { profiler, program: program.name, heldOut: program.heldOut, id, kind, size, trueIncrease, seen, ...judged };
}

/** The tables as text: injected regressions by profiler, program and size, then equal code. */
export function tables(rows: readonly Row[]): string {
  const lines = ['| profiler | program | size | seen | hit@1 | hit@3 | MRR | explained q1 / median / q3 |', '| -- | -- | -- | -- | -- | -- | -- | -- |'];
  for (const group of groupsOf(rows.filter(({ size }) => size > 0))) {
    const sizes = [...new Set(group.map(({ size }) => size))];
    for (const size of [...sizes, 0]) lines.push(hitLine(group.filter((row) => size === 0 || row.size === size), size));
  }
  lines.push('', '| profiler | program | case | reports | that name a function | with a significant rise |', '| -- | -- | -- | -- | -- | -- |');
  for (const group of groupsOf(rows.filter(({ size }) => size === 0))) {
    for (const kind of ['equal', 'busy']) {
      const same = group.filter((row) => row.kind === kind);
      if (same.length === 0) continue;
      const named = same.filter((row) => row.named !== null).length;
      const risen = same.filter(({ significant }) => significant.length > 0).length;
      lines.push(`| ${titleOf(same)} | ${kind === 'equal' ? 'equal code' : 'equal code, head on a busy core'} | ${same.length} | ${named} | ${risen} |`);
    }
  }
  return lines.join('\n');
}

function groupsOf(rows: readonly Row[]): Row[][] {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const key = `${row.profiler} ${row.program}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  }
  return [...groups.values()];
}

function titleOf([first]: readonly Row[]): string {
  return `${first?.profiler ?? ''} | ${first?.program ?? ''}${first?.heldOut === true ? ', held out' : ', tuned'}`;
}

/** Moved costs are more than what they add to the whole: they say nothing of the explained share. */
const movesCost = new Set(['moved cost', 'inlined helper']);

function hitLine(rows: readonly Row[], size: number): string {
  const seen = rows.filter((row) => row.seen);
  const at = (most: number): string => `${seen.filter(({ rank }) => rank > 0 && rank <= most).length} (${percent(seen.filter(({ rank }) => rank > 0 && rank <= most).length, seen.length)})`;
  const reciprocal = seen.reduce((sum, { rank }) => sum + (rank > 0 ? 1 / rank : 0), 0) / seen.length;
  const shares = Float64Array.from(seen.flatMap(({ explained, kind }) => (explained === null || movesCost.has(kind) ? [] : [explained]))).sort();
  const parts = [0.25, 0.5, 0.75].map((share) => (shares.length === 0 ? '-' : quantile(shares, share).toFixed(2)));
  return `| ${titleOf(rows)} | ${size === 0 ? 'all' : `${size} %`} | ${seen.length} of ${rows.length} | ${at(1)} | ${at(3)} | ${reciprocal.toFixed(2)} | ${parts.join(' / ')} |`;
}

function percent(count: number, all: number): string {
  return all === 0 ? '-' : `${Math.round((100 * count) / all)} %`;
}

/** Each case that was seen and not hit, with what was said instead. */
export function misses(rows: readonly Row[]): string {
  const missed = rows.filter((row) => (row.size > 0 ? row.seen && row.rank !== 1 : row.named !== null || row.significant.length > 0));
  return missed.map((row) => `${row.profiler} ${row.program} ${row.id} (true ${row.trueIncrease === null ? '-' : `${(row.trueIncrease * 100).toFixed(1)} %`}), rank ${row.rank}: ${row.sentence}\n    ${row.top.join('; ')}`).join('\n');
}
