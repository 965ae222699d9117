import { inBaseUnit } from '../../units/value.ts';
import { weighNodes } from '../stack-walk.ts';
import { enclosingFunctions } from './anonymous.ts';
import type { CallerEdge, CallerEdges } from './edges.ts';
import type { ComparedFunctions, Side } from './compared-functions.ts';

/** Self values with what builtins, libraries and anonymous functions took on behalf of one own function added to that function. */
export interface ChargedValues {
  readonly base: Float64Array;
  readonly head: Float64Array;
  /** By own function: the builtin, library or anonymous function whose change weighs most in it. */
  readonly through: ReadonlyMap<number, { readonly callee: number; readonly change: number }>;
  /** By anonymous function: the named function that its cost is charged to, -1 elsewhere. */
  readonly enclosing: Int32Array;
}

/** Whether a function's cost is looked for at the own function behind it; what is listed of it is then its own value. */
export function isChargedElsewhere({ owner }: ComparedFunctions, { enclosing }: ChargedValues, index: number): boolean {
  return owner[index] !== 'own' || (enclosing[index] as number) >= 0;
}

/** Part of a growth that one caller must have for the growth to be its own. */
const dominating = 2 / 3;
/** Steps from a builtin up to own code. */
const maxSteps = 50;
/** Share of the whole below which a builtin's change is left where it is. */
const negligible = 1e-4;

/**
 * Charges the change of builtins and library functions to the own function that is behind it: most of it comes from that one caller.
 * An anonymous function's cost, with what it was charged, is that of the named function around it.
 * Growth spread over many callers stays with the library. The sum over all functions stays as it was.
 */
export function chargeToOwnCode(functions: ComparedFunctions, edges: CallerEdges): ChargedValues {
  const base = functions.base.self.slice();
  const head = functions.head.self.slice();
  const through = new Map<number, { callee: number; change: number }>();
  const least = negligible * Math.max(functions.base.sum, functions.head.sum);
  const isGraph = functions.base.runs[0]?.profile.shape === 'call-graph' && functions.head.runs[0]?.profile.shape === 'call-graph';
  const parts = isGraph ? null : selfByOwnCaller(functions);
  for (let callee = 0; callee < functions.count; callee++) {
    if (functions.owner[callee] === 'own') continue;
    const change = (head[callee] as number) - (base[callee] as number);
    if (!(Math.abs(change) > least)) continue;
    const part = parts === null ? ownCallerInGraph(functions, edges, callee, change) : dominatingPart(parts.get(callee) ?? [], change);
    if (part === null) continue;
    const { own, fromBase, fromHead } = part;
    base[callee] = (base[callee] as number) - fromBase;
    head[callee] = (head[callee] as number) - fromHead;
    base[own] = (base[own] as number) + fromBase;
    head[own] = (head[own] as number) + fromHead;
    keepLargest(through, own, { callee, change: fromHead - fromBase });
  }
  return { base, head, through, enclosing: chargeAnonymous(functions, edges, base, head, through) };
}

type Through = Map<number, { callee: number; change: number }>;

function keepLargest(through: Through, own: number, found: { callee: number; change: number }): void {
  const known = through.get(own);
  if (known === undefined || Math.abs(known.change) < Math.abs(found.change)) through.set(own, found);
}

/** Each side by its own lines: the named function around may be another one there. */
function chargeAnonymous(functions: ComparedFunctions, edges: CallerEdges, base: Float64Array, head: Float64Array, through: Through): Int32Array {
  const enclosing = enclosingFunctions(functions, edges, functions.head);
  const before = enclosingFunctions(functions, edges, functions.base);
  const move = (values: Float64Array, from: number, to: number): number => {
    if (to < 0) return 0;
    const value = values[from] as number;
    values[to] = (values[to] as number) + value;
    values[from] = 0;
    return value;
  };
  for (let i = 0; i < functions.count; i++) {
    const now = enclosing[i] as number;
    const then = before[i] as number;
    const moved = move(head, i, now);
    const movedBefore = move(base, i, then);
    if (now === then && now >= 0) keepLargest(through, now, { callee: i, change: moved - movedBefore });
    else {
      if (now >= 0) keepLargest(through, now, { callee: i, change: moved });
      if (then >= 0) keepLargest(through, then, { callee: i, change: -movedBefore });
      if (now < 0) enclosing[i] = then;
    }
  }
  return enclosing;
}

interface Part {
  readonly own: number;
  readonly fromBase: number;
  readonly fromHead: number;
}

function dominatingPart(parts: readonly Part[], change: number): Part | null {
  const best = largestGrowth(parts, ({ fromBase, fromHead }) => (fromHead - fromBase) * Math.sign(change));
  return best !== null && best.share >= dominating ? best.item : null;
}

/** Climbs from caller to caller, each with most of the change of the one below, until one is own code. */
function ownCallerInGraph(functions: ComparedFunctions, edges: CallerEdges, callee: number, change: number): Part | null {
  const sign = Math.sign(change);
  let first: CallerEdge | null = null;
  let at = callee;
  const visited = new Set([callee]);
  for (let step = 0; step < maxSteps; step++) {
    const into = edges.into(at);
    const timed = into.some((edge) => edge.totalHead !== 0 || edge.totalBase !== 0);
    const growth = (edge: CallerEdge): number => sign * (timed ? (step === 0 ? edge.selfHead - edge.selfBase : edge.totalHead - edge.totalBase) : edge.callsHead - edge.callsBase);
    const best = largestGrowth(into, growth);
    if (best === null || best.share < dominating || visited.has(best.item.caller)) return null;
    at = best.item.caller;
    visited.add(at);
    first ??= best.item;
    if (functions.owner[at] !== 'own') continue;
    const timesKnown = first.selfBase !== 0 || first.selfHead !== 0;
    if (timesKnown) return { own: at, fromBase: first.selfBase, fromHead: first.selfHead };
    const portion = (edgeCalls: number, calls: number, self: number): number => (calls > 0 ? Math.min(1, edgeCalls / calls) * self : 0);
    const { base, head } = functions;
    return {
      own: at,
      fromBase: portion(first.callsBase, base.calls[callee] as number, base.self[callee] as number),
      fromHead: portion(first.callsHead, head.calls[callee] as number, head.self[callee] as number),
    };
  }
  return null;
}

/** The item that grew most and its share of all growth. */
function largestGrowth<Item>(items: readonly Item[], growthOf: (item: Item) => number): { item: Item; share: number } | null {
  let best: Item | null = null;
  let most = 0;
  let all = 0;
  for (const item of items) {
    const growth = growthOf(item);
    if (!(growth > 0)) continue;
    all += growth;
    if (growth > most) {
      most = growth;
      best = item;
    }
  }
  return best === null ? null : { item: best, share: most / all };
}

/** Self value of each builtin or library function below each nearest own function. */
function selfByOwnCaller(functions: ComparedFunctions): Map<number, Part[]> {
  const pairs = new Map<number, { own: number; fromBase: number; fromHead: number; callee: number }>();
  const add = ({ runs }: Side, side: 'fromBase' | 'fromHead'): void => {
    for (const { profile, table, functionOfRow } of runs) {
      if (profile.shape !== 'stacks') continue;
      const { stacks } = profile;
      const { self } = weighNodes(stacks, profile.samples);
      const ownAbove = new Int32Array(stacks.length).fill(-1);
      for (let node = 1; node < stacks.length; node++) {
        const at = functionOfRow[table.functionOfFrame[stacks.frame[node] as number] as number] as number;
        const above = ownAbove[stacks.parent[node] as number] as number;
        const isOwn = functions.owner[at] === 'own';
        ownAbove[node] = isOwn ? at : above;
        const weight = self[node] as number;
        if (isOwn || above < 0 || weight === 0) continue;
        const key = above * functions.count + at;
        let pair = pairs.get(key);
        if (pair === undefined) pairs.set(key, (pair = { own: above, fromBase: 0, fromHead: 0, callee: at }));
        pair[side] += inBaseUnit(weight, profile.unit) / runs.length;
      }
    }
  };
  add(functions.base, 'fromBase');
  add(functions.head, 'fromHead');
  const byCallee = new Map<number, Part[]>();
  for (const pair of pairs.values()) {
    const list = byCallee.get(pair.callee);
    if (list === undefined) byCallee.set(pair.callee, [pair]);
    else list.push(pair);
  }
  return byCallee;
}
