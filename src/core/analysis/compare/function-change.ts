import type { FunctionChange, LineChange } from '../../model/comparison.ts';
import { isWaiting } from '../waiting.ts';
import { mainNewCaller } from './causes.ts';
import { isChargedElsewhere, type ChargedValues } from './charge.ts';
import type { CallerEdge, CallerEdges } from './edges.ts';
import type { ComparedFunctions } from './compared-functions.ts';
import type { Lead } from './lead.ts';
import { changeWords, type LeadFacts } from './sentences.ts';
import { pacePerCall, type Significance } from './significance.ts';
import { reasonOf, splitChange } from './split.ts';

/** All that is known of the functions of one comparison. */
export interface ChangeContext {
  readonly functions: ComparedFunctions;
  readonly edges: CallerEdges;
  readonly charged: ChargedValues;
  readonly judged: Significance;
  readonly lead: Lead | null;
  /** By number of a renamed function: its number in the base. */
  readonly before: ReadonlyMap<number, number>;
  readonly lines: ReadonlyMap<number, readonly LineChange[]>;
}

/** Change of a function as the report has it, with what a sentence about it says. */
export function describeChange(context: ChangeContext, index: number): LeadFacts {
  const { functions, edges, charged, judged, lead, before, lines } = context;
  const { base, head } = functions;
  const wholeChange = head.sum - base.sum;
  const isLead = lead?.index === index;
  // What is charged elsewhere is told of its own value, as it is listed.
  const elsewhere = !isLead && isChargedElsewhere(functions, charged, index);
  const chargedBase = (elsewhere ? base.self : charged.base)[index] as number;
  const chargedHead = (elsewhere ? head.self : charged.head)[index] as number;
  const callsBase = callsOrNull(functions, base.calls[index] as number);
  const callsHead = callsOrNull(functions, head.calls[index] as number);
  const parts = splitChange(base.self[index] as number, head.self[index] as number, callsBase ?? 0, callsHead ?? 0);
  const explained = isLead ? lead.explained : (charged.head[index] as number) - (charged.base[index] as number);
  const renamedFrom = before.get(index);
  const through = charged.through.get(index);
  const caller = heaviestCaller(edges, index, functions.callsKnown);
  const owner = functions.owner[index] ?? 'own';
  const name = functions.name[index] as string;
  const inBase = (base.seen[index] as number) > 0;
  const inHead = (head.seen[index] as number) > 0;
  const change: FunctionChange = {
    name,
    file: functions.file[index] as string,
    line: functions.line[index] as number,
    selfBase: base.self[index] as number,
    selfHead: head.self[index] as number,
    totalBase: base.total[index] as number,
    totalHead: head.total[index] as number,
    callsBase,
    callsHead,
    share: wholeChange === 0 ? 0 : explained / wholeChange,
    why: reasonOfChange(context, index, inBase, inHead),
    moreWork: parts?.moreWork ?? null,
    dearerCalls: parts?.dearerCalls ?? null,
    interaction: parts?.interaction ?? null,
    significant: judged.significant[index] === 1,
    z: Number.isFinite(judged.z[index]) ? (judged.z[index] as number) : null,
    before: renamedFrom === undefined ? null : { name: functions.name[renamedFrom] as string, file: functions.file[renamedFrom] as string },
    owner,
    waiting: isWaiting(name, owner === 'own' && functions.rawFile[index] !== ''),
    lines: lines.get(index) ?? [],
    caller:
      caller === null
        ? null
        : {
            name: functions.name[caller.caller] as string,
            file: functions.file[caller.caller] as string,
            callsBase: callsOrNull(functions, caller.callsBase),
            callsHead: callsOrNull(functions, caller.callsHead),
          },
    commits: [],
  };
  const counted = callsBase !== null && callsHead !== null && callsBase > 0 && callsHead > 0;
  // Where the time of the whole went the other way, the pace of the machine is in the cost of each call too.
  const againstWhole = isLead && lead.againstWhole;
  const pace = againstWhole ? pacePerCall(functions) : 1;
  const facts: Omit<LeadFacts, 'share'> = {
    change,
    costFactor: counted ? change.totalHead / callsHead / (change.totalBase / callsBase) / pace : null,
    perCall: counted ? { base: chargedBase / callsBase, head: chargedHead / callsHead } : null,
    charged: { base: chargedBase, head: chargedHead },
    through: !elsewhere && through !== undefined && through.change / (chargedHead - chargedBase) > 0.5 ? (functions.name[through.callee] as string) : null,
    withCollector: isLead && lead.withCollector,
    callerIsNew: caller !== null && base.seen[caller.caller] === 0,
  };
  return {
    ...facts,
    change: { ...change, words: changeWords(facts, functions.unit), ...(elsewhere ? {} : { charged: facts.charged }) },
    share: againstWhole ? null : wholeChange === 0 ? 0 : explained / wholeChange,
  };
}

/** Of the charged change (of the own one where it was charged to another); a function that leads because those below it were called more often is more work whatever its own time did. */
function reasonOfChange({ functions, charged, lead }: ChangeContext, index: number, inBase: boolean, inHead: boolean): FunctionChange['why'] {
  const { base, head } = functions;
  const values = lead?.index !== index && isChargedElsewhere(functions, charged, index) ? { base: base.self, head: head.self } : charged;
  const before = values.base[index] as number;
  const after = values.head[index] as number;
  const calls = [base.calls[index] as number, head.calls[index] as number] as const;
  const own = reasonOf(after - before, splitChange(before, after, ...calls), inBase, inHead);
  if (lead?.index !== index || own === 'new' || own === 'gone') return own;
  if (lead.againstWhole && lead.byCalls) return 'more-work';
  const fromElsewhere = lead.explained - (after - before);
  return fromElsewhere > (after - before) && calls[1] > calls[0] ? 'more-work' : own;
}

/** The caller that most additional calls come from, or else the one whose cost under it grew most. */
function heaviestCaller(edges: CallerEdges, index: number, callsKnown: boolean): CallerEdge | null {
  const byCalls = callsKnown ? mainNewCaller(edges, index) : null;
  if (byCalls !== null) return byCalls;
  let best: CallerEdge | null = null;
  for (const edge of edges.into(index)) {
    const growth = edge.totalHead - edge.totalBase;
    if (growth > 0 && (best === null || growth > best.totalHead - best.totalBase)) best = edge;
  }
  return best;
}

function callsOrNull(functions: ComparedFunctions, calls: number): number | null {
  return functions.callsKnown && !Number.isNaN(calls) ? calls : null;
}
