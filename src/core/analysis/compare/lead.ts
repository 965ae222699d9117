import { medianOf, normalMad } from '../../stats/summary.ts';
import type { CallerEdges } from './edges.ts';
import { callFactor, causeOfCalls } from './causes.ts';
import type { ChargedValues } from './charge.ts';
import type { ComparedFunctions, Run, Side } from './compared-functions.ts';
import { heavyFunctions, pacePerCall, type Significance } from './significance.ts';
import { reasonOf, splitChange } from './split.ts';

/** The function to name first, and the part of the change of the whole that it explains (base unit, signed). */
export interface Lead {
  readonly index: number;
  readonly explained: number;
  /** What took more on its behalf without being its own time: the garbage collector. */
  readonly withCollector: boolean;
  /** It weighs more than the change of the whole, which went the other way or less far: what else changed hides it. */
  readonly againstWhole: boolean;
  /** Its calls multiplied, which is a fact. */
  readonly byCalls: boolean;
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
  const byTime = explainTime(functions, edges, charged, judged);
  const byCalls = explainCalls(functions, edges, charged);
  if (byCalls === null || (byTime !== null && byTime.index === byCalls.index && byTime.explained > 0)) return byTime;
  return byTime === null || byCalls.explained > Math.abs(byTime.explained) ? byCalls : byTime;
}

/** The function behind most additional calls of exact profiles, weighed at their cost in the base, so that no noise of the times is in it. */
function explainCalls(functions: ComparedFunctions, edges: CallerEdges, charged: ChargedValues): Lead | null {
  const { base, head, count } = functions;
  if (![...base.runs, ...head.runs].every(({ profile }) => profile.semantics === 'deterministic')) return null;
  const pace = pacePerCall(functions);
  const isOutlier = costOutliers(functions, charged);
  const blame = new Map<number, number>();
  for (let i = 0; i < count; i++) {
    if (!callsAreOtherwise(functions, i)) continue;
    const before = charged.base[i] as number;
    const dearer = (charged.head[i] as number) / pace - before;
    const work = splitChange(before, charged.head[i] as number, base.calls[i] as number, head.calls[i] as number)?.moreWork ?? 0;
    // Cheaper calls take back what more of them cost, unless only the noise of the times made them cheaper.
    const believed = isOutlier(i) ? Math.min(work, dearer) : work;
    if (!(believed > 0)) continue;
    const cause = nameable(charged, causeOfCalls(functions, edges, i));
    blame.set(cause, (blame.get(cause) ?? 0) + believed);
  }
  const [index, explained] = [...blame].filter(([at]) => callFactor(functions, at) >= callsMoved).sort((a, b) => b[1] - a[1] || a[0] - b[0])[0] ?? [-1, 0];
  if (index < 0 || !(explained >= leastOfWhole * base.sum)) return null;
  return { index, explained, withCollector: false, againstWhole: head.sum - base.sum < explained, byCalls: true };
}

/** The function to name for one whose name may say nothing. */
function nameable({ enclosing }: ChargedValues, index: number): number {
  const around = enclosing[index] as number;
  return around >= 0 ? around : index;
}

/**
 * What explains the change of the whole, or what went the other way where that is more than the whole changed at all: then noise, or another change,
 * hides it. So does a fall that nothing explains with a rise that is beyond noise.
 */
function explainTime(functions: ComparedFunctions, edges: CallerEdges, charged: ChargedValues, judged: Significance): Lead | null {
  const change = functions.head.sum - functions.base.sum;
  const sign = change < 0 ? -1 : 1;
  const along = explainDirection(functions, edges, charged, judged, sign);
  const against = judged.known ? explainDirection(functions, edges, charged, judged, -sign) : null;
  const hidden = against !== null && (along === null ? against.explained > 0 : Math.abs(against.explained) > Math.max(Math.abs(change), Math.abs(along.explained)));
  return hidden ? against : along;
}

/**
 * Each function's change in the direction of `sign` is put down to the function behind it (more calls: see causeOfCalls; anything else:
 * itself) and the largest sum leads. Only changes beyond noise count; null where nothing stands out.
 */
function explainDirection(functions: ComparedFunctions, edges: CallerEdges, charged: ChargedValues, judged: Significance, sign: number): Lead | null {
  const { base, head, count } = functions;
  const change = head.sum - base.sum;
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
  return { index, explained: sign * explained, withCollector, againstWhole: sign * change < 0, byCalls: false };
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
 * is known of the noise. Relative to a function it is the larger the less time it takes, as the root of that time: time slices that
 * other programs get hit one function or another. New and gone functions are a fact.
 */
function costOutliers(functions: ComparedFunctions, charged: ChargedValues): (index: number) => boolean {
  const { base, head } = functions;
  const costOf = (self: Side['self'], other: Side['self'], i: number): number => Math.log((other[i] as number) / (self[i] as number) / callFactor(functions, i));
  const sizeOf = (self: Side['self'], other: Side['self'], i: number): number => ((self[i] as number) / base.sum + (other[i] as number) / head.sum) / 2;
  const heavy = heavyFunctions(functions, scatterShare).filter((i) => Number.isFinite(costOf(base.self, head.self, i)));
  const factors = heavy.map((i) => costOf(base.self, head.self, i));
  const pace = medianOf(factors) ?? 0;
  const off = factors.map((factor) => Math.abs(factor - pace));
  const scatter = normalMad * (medianOf(off) ?? 0);
  const slices = normalMad * (medianOf(off.map((each, place) => each * Math.sqrt(sizeOf(base.self, head.self, heavy[place] as number)))) ?? 0);
  const change = head.sum - base.sum;
  return (index) => {
    if (base.seen[index] === 0 || head.seen[index] === 0) return true;
    // Most of the change in one function is itself a ground to look at it.
    const rise = (charged.head[index] as number) - (charged.base[index] as number);
    const excess = rise / change - (charged.base[index] as number) / base.sum;
    const noise = Math.max(scatter, slices / Math.sqrt(sizeOf(charged.base, charged.head, index)));
    const bound = Math.max(Math.log(costMoved), (excess > mostOfChange ? beyondScatterAlone : beyondScatter) * noise);
    return !(Math.abs(costOf(charged.base, charged.head, index) - pace) < bound);
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
