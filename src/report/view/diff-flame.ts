import { listGoneCalls } from '../../core/analysis/compare/diff-tree-gone.ts';
import { scaleDiffTree } from '../../core/analysis/compare/diff-tree-scale.ts';
import type { DiffTree } from '../../core/analysis/compare/diff-tree.ts';
import type { ProfileComparison } from '../../core/model/comparison.ts';
import { formatCount } from '../../core/units/count.ts';
import { formatPercent } from '../../core/units/percent.ts';
import { formatQuantity } from '../../core/units/quantity.ts';
import { drawDiffFlame, newPattern } from '../svg/diff-flame.ts';
import { diffLooks } from '../svg/diff-look.ts';
import { betterFill, diffSteps, sameFill, worseFill } from '../svg/diff-scale.ts';
import { quantityFigure, type Figure } from './figure.ts';
import { isLong, namedPlace } from './place.ts';

/** The differential flame graph of one comparison: what templates/partials/diff-flame.hbs reads. */
export interface DiffFlameView {
  /** The comparison's. */
  readonly id: string;
  readonly heading: string;
  readonly svgHtml: string;
  readonly legend: DiffLegend;
  readonly remarks: readonly string[];
  readonly gone: readonly GoneRow[];
  /** Gone calls that the table leaves out, in words; '' where it has all. */
  readonly goneLeftOut: string;
}

export interface DiffLegend {
  readonly scaleHtml: string;
  /** "less than 12 ms": changes without colour. */
  readonly floor: string;
  /** "12 ms, 36 ms, 84 ms, 170 ms" */
  readonly steps: string;
  /** '' where nothing is new. */
  readonly newHtml: string;
}

export interface GoneRow {
  readonly name: string;
  readonly place: string;
  readonly long: boolean;
  readonly self: Figure;
  readonly total: Figure;
  /** "still called from elsewhere", "4 places" or ''. */
  readonly remark: string;
}

// About 400 bytes a box.
const bounds = { maxBoxes: 1000, maxRows: 40, minShare: 0.001, rowShare: 0.005 };
const maxGone = 10;

/** Plain data for the template; the tree is as `buildDiffTree` made it, of one run a side or of all of them. */
export function diffFlameView(comparison: ProfileComparison, unscaled: DiffTree): DiffFlameView {
  const tree = scaleDiffTree(unscaled, comparison.totalBase, comparison.totalHead);
  const { unit } = comparison;
  const looks = diffLooks(comparison, tree);
  const words = (value: number): string => formatQuantity(value, unit);
  const label = `Differential flame graph of ${comparison.title}: ${words(tree.total.base[0] ?? 0)} before, ${words(tree.total.head[0] ?? 0)} now. The table of changed functions holds the same facts as text.`;
  const { svg, layout } = drawDiffFlame(tree, looks, bounds, comparison.id, unit, label);
  const fresh = layout.boxes.some(({ node, shown }) => shown && looks.fresh(node));
  const floor = (diffSteps[0] ?? 0) * looks.reference;
  const gone = listGoneCalls(tree);
  const listed = gone.filter(({ total }) => total >= floor).slice(0, maxGone);
  return {
    id: comparison.id,
    heading: 'What changed, call by call',
    svgHtml: svg,
    legend: {
      scaleHtml: scaleHtml(),
      floor: `less than ${words(floor)}`,
      steps: diffSteps.map((step) => words(step * looks.reference)).join(', '),
      newHtml: fresh ? newHtml(`${comparison.id}-legend`) : '',
    },
    remarks: remarksOn(tree, layout.leftOut, words),
    gone: listed.map((row) => ({
      ...placed(tree, row.frame),
      self: quantityFigure(row.self, unit),
      total: quantityFigure(row.total, unit),
      remark: goneRemark(row.places, row.elsewhere),
    })),
    goneLeftOut: leftOutWords(gone.length - listed.length, gone.slice(listed.length).reduce((sum, row) => sum + row.total, 0), words),
  };
}

function placed(tree: DiffTree, frame: number): Pick<GoneRow, 'name' | 'place' | 'long'> {
  const file = tree.frames.file[frame] ?? '';
  const row = namedPlace({ name: tree.frames.name[frame] ?? '', file: file === '~' ? '' : file, line: tree.frames.line[frame] ?? 0 });
  return { ...row, long: isLong(row.name) };
}

function goneRemark(places: number, elsewhere: boolean): string {
  const words = [...(places > 1 ? [`${formatCount(places)} places`] : []), ...(elsewhere ? ['still called from elsewhere'] : [])];
  return words.join(', ');
}

function leftOutWords(count: number, total: number, words: (value: number) => string): string {
  if (count === 0) return '';
  return `${formatCount(count)} more ${count === 1 ? 'function' : 'functions'} gone, ${words(total)} together, ${count === 1 ? 'is' : 'are'} not listed.`;
}

function remarksOn(tree: DiffTree, leftOut: number, words: (value: number) => string): string[] {
  const remarks: string[] = [];
  if (tree.reconstructed) remarks.push('Reconstructed from caller/callee edges, not sampled stacks: what a function spends is exact, by which path it was reached is estimated.');
  if (leftOut > 0) remarks.push(`${formatCount(leftOut)} of ${formatCount(tree.length - 1)} boxes ${leftOut === 1 ? 'is' : 'are'} too small or too deep for this picture.`);
  const { base, head } = tree.restWeight;
  if (base + head > 0) {
    const share = (weight: number, all: number): string => `${words(weight)} (${formatPercent(all > 0 ? weight / all : 0)})`;
    remarks.push(`Calls too small for either tree are drawn as (pruned), without colour: ${share(base, tree.total.base[0] ?? 0)} before, ${share(head, tree.total.head[0] ?? 0)} now.`);
  }
  return remarks;
}

/** From far better to far worse, the noise floor between. */
function scaleHtml(): string {
  const steps: [string, string][] = [
    ...[4, 3, 2, 1].map((step): [string, string] => [`b${step}`, betterFill[step - 1] ?? sameFill]),
    ['same', sameFill],
    ...[1, 2, 3, 4].map((step): [string, string] => [`w${step}`, worseFill[step - 1] ?? sameFill]),
  ];
  const rects = steps.map(([name, fill], index) => `<rect class="${name}" x="${index * 13}" width="13" height="12" fill="${fill}"/>`);
  return `<svg width="${steps.length * 13}" height="12" aria-hidden="true">${rects.join('')}</svg>`;
}

function newHtml(id: string): string {
  return (
    `<svg width="22" height="12" aria-hidden="true"><defs>${newPattern(id)}</defs>` +
    `<rect class="same" width="22" height="12" fill="${sameFill}"/><rect class="new" width="22" height="12" fill="url(#${id})"/></svg>`
  );
}
