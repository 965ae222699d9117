import { noRunFacts, type RunFacts } from '../../core/model/run.ts';

/**
 * One set of facts out of several: per field, the first one that is known wins. The list is in order of trust,
 * that of `runFactsReaders`: run.json, metadata.txt, GNU time. Sources are joined.
 */
export function mergeRunFacts(list: readonly RunFacts[]): RunFacts {
  const merged: Record<string, unknown> = { ...noRunFacts };
  for (const key of Object.keys(noRunFacts) as (keyof RunFacts)[]) {
    merged[key] = list.find((facts) => facts[key] !== null)?.[key] ?? null;
  }
  return { ...(merged as unknown as RunFacts), sources: list.flatMap((facts) => facts.sources) };
}
