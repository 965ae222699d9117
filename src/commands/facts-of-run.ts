import type { ReadFile } from '../core/analysis/build-report-input.ts';
import type { Note } from '../core/model/note.ts';
import { noRunFacts, type RunFacts } from '../core/model/run.ts';
import { runFactsReaders } from '../importers/run-facts/index.ts';
import { mergeRunFacts } from '../importers/run-facts/merge.ts';

/** The run that a report is of, as far as its files tell; null where none does. */
export interface FactsOfRun {
  readonly run: RunFacts | null;
  readonly notes: readonly Note[];
}

/**
 * Merges what the files tell about the run, the most trusted kind of file first. Where several files
 * of one kind disagree they tell of several runs, and none of those facts is true for all profiles.
 */
export function factsOfRun(files: readonly ReadFile[]): FactsOfRun {
  const kinds: RunFacts[] = [];
  let disagree = 0;
  for (const { id } of runFactsReaders) {
    const same = files.flatMap(({ format, facts }) => (format === id && facts !== null ? [facts] : []));
    if (same.length === 0) continue;
    const agreed = agreedFacts(same);
    if (agreed.left) disagree += same.length;
    kinds.push(agreed.facts);
  }
  if (kinds.length === 0) return { run: null, notes: [] };
  const notes = disagree === 0 ? [] : [{ code: 'several-runs', text: `${disagree} files tell of different runs: only the facts in which they agree are shown.` }];
  return { run: mergeRunFacts(kinds), notes };
}

function agreedFacts(all: readonly RunFacts[]): { facts: RunFacts; left: boolean } {
  const facts: Record<string, unknown> = { ...noRunFacts };
  let left = false;
  for (const key of Object.keys(noRunFacts) as (keyof RunFacts)[]) {
    if (key === 'sources') continue;
    const values = new Set(all.map((each) => each[key]).filter((value) => value !== null));
    if (values.size === 1) [facts[key]] = values;
    else if (values.size > 1) left = true;
  }
  return { facts: { ...(facts as unknown as RunFacts), sources: all.flatMap(({ sources }) => sources) }, left };
}
