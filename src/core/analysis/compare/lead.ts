import { medianOf, normalMad } from '../../stats/summary.ts';
import type { CallerEdges } from './edges.ts';
import { callFactor, causeOfCalls } from './causes.ts';
import type { ChargedValues } from './charge.ts';
import type { ComparedFunctions, Run, Side } from './compared-functions.ts';
import { costFactors, pacePerCall, type Significance } from './significance.ts';
import { reasonOf, splitChange } from './split.ts';

/** The function to name first, and the part of the change of the whole that it explains (base unit, signed). */
export interface Lead {
  readonly index: number;
  readonly explained: number;
  /** What took more on its behalf without being its own time: the garbage collector. */
  readonly withCollector: boolean;
  /** Its calls multiplied, which is a fact, while the time of the whole says otherwise. */
  readonly againstWhole: boolean;
}

/** Change of a function's calls, or of its cost per call against all others, below which one run a side is no ground to name it. */
const callsMoved = 1.1;
const costMoved = 1.25;
/** How far beyond the scatter of all functions (as logarithm, in deviations) that cost must be. */
const beyondScatter = 4;
/** The same for a function with that part of the change beyond its share. */
const beyondScatterAlone = 2.5;
const mostOfChange = 0.4;
/** Share of a whole from which on a function counts for the scatter. */
const scatterShare = 0.005;
/** Parts of the whole and of its change below which a function is not named. */
const leastOfWhole = 0.005;
const leastOfChange = 0.05;
/** Part of a collector's growth that an own function must have grown by to be named for it. */
const besideCollector = 0.2;

/** Who did it: what explains the change of the whole, or more calls that weigh more than that and hide in its noise; null where nothing stands out. */
export function findLead(functions: ComparedFunctions, edges: CallerEdges, charged: ChargedValues, judged: Significance): Lead | null {
  const byTime = explainWhole(functions, edges, charged, judged);
  const byCalls = explainCalls(functions, edges, charged);
  if (byCalls === null || (byTime !== null && byTime.index === byCalls.index && byTime.explained > 0)) return byTime;
  return byTime === null || byCalls.explained > Math.abs(byTime.explained) ? byCalls : byTime;
}

/** The function behind most additional calls of exact profiles, weighed at their cost in the base, so that no noise of the times is in it. */
function explainCalls(functions: ComparedFunctions, edges: CallerEdges, charged: ChargedValues): Lead | null {
  const { base, head, count } = functions;
  if (![...base.runs, ...head.runs].every(({ profile }) => profile.semantics === 'deterministic')) return null;
  const pace = pacePerCall(functions);
  const blame = new Map<number, number>();
  for (let i = 0; i < count; i++) {
    const before = charged.base[i] as number;
    const dearer = (charged.head[i] as number) / pace - before;
    if (!(dearer > 0) || !callsAreOtherwise(functions, i)) continue;
    const work = splitChange(before, charged.head[i] as number, base.calls[i] as number, head.calls[i] as number)?.moreWork ?? 0;
    if (!(work > 0)) continue;
    const cause = nameable(charged, causeOfCalls(functions, edges, i));
    blame.set(cause, (blame.get(cause) ?? 0) + Math.min(work, dearer));
  }
  const [index, explained] = [...blame].filter(([at]) => callFactor(functions, at) >= callsMoved).sort((a, b) => b[1] - a[1] || a[0] - b[0])[0] ?? [-1, 0];
  if (index < 0 || !(explained >= leastOfWhole * base.sum)) return null;
  return { index, explained, withCollector: false, againstWhole: head.sum - base.sum < explained };
}

/** The function to name for one whose name may say nothing. */
function nameable({ enclosing }: ChargedValues, index: number): number {
  const around = enclosing[index] as number;
  return around >= 0 ? around : index;
}

/**
 * Each function's change is put down to the function behind it (more calls: see causeOfCalls; anything else:
 * itself) and the largest sum leads. Only changes beyond noise count; null where nothing stands out.
 */
function explainWhole(functions: ComparedFunctions, edges: CallerEdges, charged: ChargedValues, judged: Significance): Lead | null {
  const { base, head, count } = functions;
  const change = head.sum - base.sum;
  const sign = change < 0 ? -1 : 1;
  const isOutlier = judged.known ? () => false : costOutliers(functions, charged);
  const blame = new Map<number, number>();
  const add = (index: number, amount: number): void => {
    blame.set(index, (blame.get(index) ?? 0) + amount);
  };
  for (let i = 0; i < count; i++) {
    const grown = sign * ((charged.head[i] as number) - (charged.base[i] as number));
    const costIsCredible = isCredible(charged, judged, isOutlier, i);
    if (!(grown > 0) || !(costIsCredible || callsAreOtherwise(functions, i))) continue;
    const work = sign * workPart(functions, charged, i);
    const cause = sign > 0 && work > 0 ? nameable(charged, causeOfCalls(functions, edges, i)) : i;
    add(cause, Math.min(work, grown));
    // Calls are a fact, the cost of each may be noise.
    if (costIsCredible) add(i, grown - Math.min(work, grown));
  }
  const ranked = [...blame].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
  const named = ranked.find(([index]) => !isMadeUp(functions, index)) ?? ranked[0];
  let [index, explained] = named ?? [-1, 0];
  let withCollector = false;
  const collected = ranked.find(([at]) => functions.name[at] === '(garbage collector)')?.[1] ?? 0;
  const own = ranked.find(([at]) => functions.owner[at] === 'own');
  if (collected > explained || functions.owner[index] !== 'own') {
    if (own !== undefined && own[1] >= besideCollector * Math.max(collected, explained)) {
      withCollector = collected > own[1];
      [index, explained] = own;
    } else if (collected > explained) {
      index = ranked[0]?.[0] ?? -1;
      explained = ranked[0]?.[1] ?? 0;
    }
  }
  if (index < 0 || !(explained >= leastOfWhole * base.sum) || !(explained >= leastOfChange * Math.abs(change))) return null;
  return { index, explained: sign * explained, withCollector, againstWhole: false };
}

/** The part of a charged change that other numbers of calls make; all of it where they are the reason, none of it where calls are unknown. */
function workPart({ base, head }: ComparedFunctions, charged: ChargedValues, index: number): number {
  const before = charged.base[index] as number;
  const after = charged.head[index] as number;
  const parts = splitChange(before, after, base.calls[index] as number, head.calls[index] as number);
  const reason = reasonOf(after - before, parts, true, true);
  if (reason === 'more-work' || reason === 'less-work') return after - before;
  return reason === 'both' && parts !== null && parts.moreWork * (after - before) > 0 ? parts.moreWork : 0;
}

function isCredible(charged: ChargedValues, judged: Significance, isOutlier: (index: number) => boolean, index: number): boolean {
  if (judged.significant[index] === 1) return true;
  const through = charged.through.get(index);
  if (through !== undefined && judged.significant[through.callee] === 1) return true;
  return isOutlier(index);
}

/**
 * With one exact run a side, whether a function's cost per call moved far more than that of the others: their scatter is all that
 * is known of the noise. New and gone functions are a fact.
 */
function costOutliers(functions: ComparedFunctions, charged: ChargedValues): (index: number) => boolean {
  const { base, head } = functions;
  const factors = costFactors(functions, head.self, head.calls, scatterShare).map(Math.log);
  const pace = medianOf(factors) ?? 0;
  const scatter = normalMad * (medianOf(factors.map((factor) => Math.abs(factor - pace))) ?? 0);
  const change = head.sum - base.sum;
  return (index) => {
    if (base.seen[index] === 0 || head.seen[index] === 0) return true;
    const cost = (charged.head[index] as number) / (charged.base[index] as number) / callFactor(functions, index);
    // Most of the change in one function is itself a ground to look at it.
    const rise = (charged.head[index] as number) - (charged.base[index] as number);
    const excess = rise / change - (charged.base[index] as number) / base.sum;
    const bound = Math.max(Math.log(costMoved), (excess > mostOfChange ? beyondScatterAlone : beyondScatter) * scatter);
    return !(Math.abs(Math.log(cost) - pace) < bound);
  };
}

/** True where the calls of exact runs differ between the sides and agree within each: a fact, whatever the noise of the times. */
function callsAreOtherwise({ base, head, callsKnown }: ComparedFunctions, index: number): boolean {
  if (!callsKnown) return false;
  const agree = ({ runs }: Side): boolean => runs.every((run: Run) => run.calls[index] === runs[0]?.calls[index]);
  const before = base.calls[index] as number;
  const after = head.calls[index] as number;
  return agree(base) && agree(head) && (Math.max(before, after) >= callsMoved * Math.min(before, after) && before !== after);
}

function isMadeUp({ name, owner }: ComparedFunctions, index: number): boolean {
  return owner[index] === 'runtime' && /^\(.*\)$/.test(name[index] as string);
}
