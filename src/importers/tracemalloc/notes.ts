import type { Note } from '../../core/model/note.ts';
import type { UnpickledSnapshot } from './unpickle.ts';

const MAX_DOMAIN_NOTES = 5;

/** What the reader of a snapshot should know: cut stacks (`cutTraces` of them), other domains, bounds that were met. */
export function snapshotNotes(snapshot: UnpickledSnapshot, cutTraces: number): Note[] {
  const { tables } = snapshot;
  return [
    ...stackNotes(snapshot, cutTraces),
    ...domainNotes(snapshot),
    ...counted(tables.deepStacks, 'deep-stacks', 'stacks were deeper than the limit; their inner frames are charged to the frame at the limit'),
    ...counted(tables.stacks.folded, 'stack-limit', 'calls did not fit into the stack tree and are charged to their caller'),
    ...counted(tables.frames.folded, 'frame-limit', 'source lines did not fit into the table and are shown as "(more functions)"'),
    ...counted(tables.cutTexts + tables.frames.cutNames, 'long-names', 'paths were too long and end in "…"'),
    ...counted(tables.repairedTexts, 'invalid-utf8', 'paths held bytes that are no text; they are shown as \ufffd'),
  ];
}

function stackNotes({ traces, tracebackLimit }: UnpickledSnapshot, cut: number): Note[] {
  const cutTraces = cut === 0 ? '' : `${cut} of ${traces.length} traces had deeper stacks`;
  if (tracebackLimit === 1) {
    const text = 'only one frame per allocation was recorded, so no callers are known: start with tracemalloc.start(25)';
    return [{ code: 'one-frame', text: cut === 0 ? text : `${text} (${cutTraces})` }];
  }
  if (cut === 0) return [];
  const kept = tracebackLimit === null ? 'recorded' : `recorded (${tracebackLimit} per trace)`;
  return [{ code: 'truncated-stacks', text: `${cutTraces} than the frames ${kept}: they start at their oldest recorded frame; a larger tracemalloc.start(N) keeps more` }];
}

/** Domain 0 is Python's own memory; libraries that report theirs (numpy) use a number of their own. */
function domainNotes({ tables, traces }: UnpickledSnapshot): Note[] {
  if (!tables.traces.hasOtherDomains) return [];
  const sums = new Map<number, { bytes: number; blocks: number }>();
  const { domain: domains, size: sizes } = tables.traces;
  for (let row = 0; row < traces.length; row++) {
    const trace = traces.values[row] as number;
    const domain = domains[trace] as number;
    if (domain === 0) continue;
    const sum = sums.get(domain);
    if (sum === undefined) sums.set(domain, { bytes: sizes[trace] as number, blocks: 1 });
    else {
      sum.bytes += sizes[trace] as number;
      sum.blocks += 1;
    }
  }
  const rows = [...sums].map(([domain, sum]) => ({ domain, ...sum })).sort((a, b) => b.bytes - a.bytes || a.domain - b.domain);
  const notes = rows.slice(0, MAX_DOMAIN_NOTES).map(({ domain, bytes, blocks }) => domainNote(`domain ${domain}`, bytes, blocks));
  const rest = rows.slice(MAX_DOMAIN_NOTES);
  if (rest.length > 0) {
    const total = (pick: (row: { bytes: number; blocks: number }) => number): number => rest.reduce((sum, row) => sum + pick(row), 0);
    notes.push(domainNote(`${rest.length} more domains`, total((row) => row.bytes), total((row) => row.blocks)));
  }
  return notes;
}

function domainNote(what: string, bytes: number, blocks: number): Note {
  return { code: 'other-domain', text: `the totals include ${bytes} bytes in ${blocks} blocks of ${what}, memory that a library reported beside Python's own` };
}

function counted(count: number, code: string, what: string): Note[] {
  return count === 0 ? [] : [{ code, text: `${count} ${what}` }];
}
