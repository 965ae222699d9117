import type { DiffTree } from '../../core/analysis/compare/diff-tree.ts';
import type { ProfileComparison } from '../../core/model/comparison.ts';
import type { ReportModel, Verdict } from '../../core/model/report.ts';
import { formatCount } from '../../core/units/count.ts';
import type { RenderInput } from '../render-input.ts';
import { quantityFigure, type Figure } from './figure.ts';
import { accused, hasRuns } from './compared.ts';
import { diffFlameView, type DiffFlameView } from './diff-flame.ts';
import { functionGates, workloadOfFile } from './function-changes.ts';
import { culpritsView, type CulpritsView } from './culprits.ts';
import { signedPercentFigure } from './verdict-words.ts';
import { plural } from './words.ts';

/** Comparisons that are shown open; the first one explains the verdict. */
const openComparisons = 1;
/** What the figures of a function are. */
const costNote = 'Cost: its own, with that of builtins and library code that it calls';
/** Verdicts under which the changes wait, folded, behind the hot functions. */
const calm: ReadonlySet<Verdict> = new Set(['pass', 'environment-suspect', 'not-comparable']);

/** One "What changed": base beside head for one kind of profile. */
export interface ComparisonSection {
  readonly id: string;
  readonly title: string;
  readonly folded: boolean;
  readonly base: Figure;
  readonly head: Figure;
  readonly change: Figure | null;
  /** Which recordings were compared. */
  readonly recordings: string;
  readonly sentence: string;
  /** Said where everything slowed alike; '' otherwise. */
  readonly uniform: string;
  readonly culprits: CulpritsView | null;
  readonly noise: CulpritsView | null;
  readonly noiseSummary: string;
  readonly better: CulpritsView | null;
  readonly betterSummary: string;
  readonly betterOpen: boolean;
  /** Null where no call trees are at hand. */
  readonly diff: DiffFlameView | null;
  readonly notes: readonly string[];
}

/** All comparisons, and whether they stand before the profiles. */
export function comparisonsView(model: ReportModel, diffs: RenderInput['diffs']): { readonly first: boolean; readonly sections: readonly ComparisonSection[] } {
  const calmly = calm.has(model.verdict);
  return { first: model.verdict !== 'pass', sections: model.comparisons.map((comparison, index) => sectionOf(comparison, calmly || index >= openComparisons, model, diffs?.get(comparison.id))) };
}

/** Where the page tells of a comparison. */
export function comparisonId({ id }: ProfileComparison): string {
  return `changes-${id}`;
}

function sectionOf(comparison: ProfileComparison, folded: boolean, model: ReportModel, tree: DiffTree | undefined): ComparisonSection {
  const improved = model.verdict === 'improved';
  const gates = functionGates(model, workloadOfFile(model, comparison.headFiles[0] ?? ''));
  const { title, unit, totalBase, totalHead, worse, better, functionCount, uniform, sentence, notes } = comparison;
  const named = accused(comparison);
  const others = worse.filter((change) => !named.includes(change));
  const known = hasRuns(comparison);
  const id = comparisonId(comparison);
  return {
    id,
    title,
    folded,
    base: quantityFigure(totalBase, unit),
    head: quantityFigure(totalHead, unit),
    change: totalBase > 0 ? signedPercentFigure(totalHead / totalBase - 1) : null,
    recordings: recordingsOf(comparison),
    sentence,
    uniform: uniform === null ? '' : 'Everything changed alike, so no function is named: this is what a slower or busier machine looks like. Measure again on a quiet one.',
    culprits: culpritsView(named, comparison, gates, known ? `Beyond what runs of one side differ by, worst first; ${plural(functionCount, 'function').replace(String(functionCount), formatCount(functionCount))} in all. ${costNote}` : `One recording a side: how far runs differ is not known, so small changes may be noise. ${costNote}`, `${id}-f`, true),
    noise: culpritsView(others, comparison, gates, '', '', false),
    noiseSummary: `${formatCount(others.length)} more rose ${uniform === null ? 'within noise' : 'like everything else'}`,
    better: culpritsView(better, comparison, gates, '', improved ? `${id}-b` : '', false),
    betterSummary: `${plural(better.length, 'function')} fell`,
    betterOpen: improved,
    diff: tree === undefined ? null : diffFlameView(comparison, tree),
    notes: notes.map(({ text }) => text),
  };
}

function recordingsOf({ baseFiles, headFiles }: ProfileComparison): string {
  if (baseFiles.length <= 1 && headFiles.length <= 1) return `${baseFiles[0] ?? 'no file'} → ${headFiles[0] ?? 'no file'}`;
  return `means over ${plural(baseFiles.length, 'recording')} of the base and ${formatCount(headFiles.length)} of the head`;
}
