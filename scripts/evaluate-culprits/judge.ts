import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { compareProfiles, type SideProfile } from '../../src/core/analysis/compare/compare-profiles.ts';
import type { FunctionChange, ProfileComparison } from '../../src/core/model/comparison.ts';
import { importFile } from '../../src/io/import-file.ts';
import type { CaseFacts } from './record.ts';
import type { Injection } from './programs.ts';

export interface Judged {
  /** The function that the report names, null where it names none. */
  readonly named: string | null;
  readonly significant: readonly string[];
  /** Place of the culprit among the functions that became worse, from 1; 0 where it is not there or nobody is named. */
  readonly rank: number;
  /** What the culprit's row explains, over the true increase. */
  readonly explained: number | null;
  readonly sentence: string;
  readonly top: readonly string[];
}

/** Asks the comparison of a case's recordings, which are of `recordedPart` of the program's work, who did it; `headTree` is the source of the head. */
export async function judgeCase(baseFiles: readonly string[], headFiles: readonly string[], injection: Injection | null, { cost }: CaseFacts, recordedPart: number, headTree: string): Promise<Judged> {
  const { comparisons } = compareProfiles(await readSide(baseFiles), await readSide(headFiles), { roots: [], top: 0, readSource: (file) => (/\.(?:py|mjs)$/.test(file) ? linesOf(join(headTree, basename(file))) : null) });
  const comparison = comparisons.find(({ kind }) => kind === 'wall' || kind === 'cpu');
  if (comparison === undefined) throw new Error(`nothing was compared of ${baseFiles.join(', ')}`);
  const { worse, sentence } = comparison;
  const place = injection === null ? -1 : worse.findIndex((change) => isCulprit(change, injection));
  const named = namedBy(comparison);
  const culprit = place < 0 ? undefined : worse[place];
  const change = comparison.totalHead - comparison.totalBase;
  return {
    named: named === null ? null : `${named.name} ${named.file}`,
    significant: worse.filter(({ significant }) => significant).map(({ name }) => name),
    // What is first in the list counts only where the report leads with it.
    rank: place === 0 && named !== culprit ? 2 : place + 1,
    explained: culprit === undefined || cost === null ? null : (culprit.share * change) / (cost.increase * recordedPart),
    sentence,
    top: worse.slice(0, 4).map((each) => `${each.name} ${each.file} ${(each.selfHead - each.selfBase).toFixed(4)} z=${each.z?.toFixed(1) ?? '-'}${each.significant ? '*' : ''} ${each.share.toFixed(2)}`),
  };
}

function linesOf(path: string): readonly string[] | null {
  return existsSync(path) ? readFileSync(path, 'utf8').split('\n') : null;
}

async function readSide(files: readonly string[]): Promise<SideProfile[]> {
  const read = await Promise.all(files.map((file) => importFile(file, file)));
  return read.flatMap(({ file, format, set, error }) => {
    if (set === null) throw new Error(`${file}: ${error?.message ?? 'no profile'}`);
    return set.profiles.map((profile) => ({ file, format: format ?? '', profile }));
  });
}

function isCulprit({ name, file }: FunctionChange, injection: Injection): boolean {
  const last = (text: string): string => text.slice(text.lastIndexOf('.') + 1);
  return last(name) === last(injection.culprit) && basename(file) === injection.file;
}

/** The function that leads: its name begins the sentence. */
function namedBy({ worse, better, sentence, uniform }: ProfileComparison): FunctionChange | null {
  if (uniform !== null || sentence.startsWith('No function stands out')) return null;
  return [worse[0], better[0]].find((change) => change !== undefined && sentence.startsWith(change.name === '' ? '(anonymous)' : change.name)) ?? null;
}
