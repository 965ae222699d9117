import type { DiffTree } from '../../core/analysis/compare/diff-tree.ts';
import { escapeXml } from '../display-text.ts';
import { layOutDiff, type DiffBox, type DiffLayout } from './diff-layout.ts';
import type { DiffLooks } from './diff-look.ts';
import { diffClass, diffFill } from './diff-scale.ts';
import { drawLabels, trunkName } from './flame-inline.ts';
import type { LayoutBounds } from './flame-layout.ts';
import { flameFontPx, shortName } from './label.ts';
import { ink, paper } from './palette.ts';

const rowPx = 20;
/** Width that labels are cut for and a phone's; the picture itself is fluid. */
const nominalPx = 1100;
const phonePx = 340;

export interface DiffFlame {
  readonly svg: string;
  readonly layout: DiffLayout;
}

/**
 * The differential icicle: width is the head's total, colour the self change, root on top. Colours are
 * attributes and classes, so it needs neither script nor style. The script finds the figures of a box
 * in `data-v` (self and total of base and head, and what may be hidden) and the box above it in
 * `data-up`; boxes that only the base has are there, but not displayed.
 */
export function drawDiffFlame(tree: DiffTree, looks: DiffLooks, bounds: LayoutBounds, id: string, unit: string, label: string): DiffFlame {
  const layout = layOutDiff(tree, bounds);
  const height = layout.rows * rowPx;
  const hatch = `${id}-new`;
  const boxes = layout.boxes.map((box) => drawBox(tree, looks, layout, box, hatch));
  const svg =
    `<svg class="flame diff" id="${id}-flame" data-unit="${unit}" data-reference="${figure(looks.reference)}" width="100%" height="${height}" role="img" aria-label="${escapeXml(label)}" ` +
    `font-family="system-ui, sans-serif" font-size="${flameFontPx}">\n<defs>${newPattern(hatch)}</defs>\n${boxes.join('\n')}\n</svg>`;
  return { svg, layout };
}

/** Lines over the colour: a call that is new. */
export function newPattern(id: string): string {
  return `<pattern id="${id}" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"><rect class="new-line" width="1.5" height="6" fill="${ink}" fill-opacity="0.3"/></pattern>`;
}

function drawBox(tree: DiffTree, looks: DiffLooks, layout: DiffLayout, box: DiffBox, hatch: string): string {
  const { node } = box;
  const trunk = layout.trunk !== null && box.row === 1 && node === layout.trunk.last ? layout.trunk : null;
  const name = trunk === null ? looks.label(node) : trunkName(trunk.frames, looks.name(trunk.first), looks.label(node));
  const own = looks.own(node);
  const thin = box.width * nominalPx < 3;
  const shape = `y="${box.row * rowPx}" x="${percent(box.x)}" width="${percent(box.width)}" height="${rowPx}"`;
  const edge = thin ? '' : ` stroke="${paper}"`;
  const labels = thin ? '' : drawLabels(name, trunk === null ? looks.detail(node) : '', box.width, { heat: looks.step(node) === 0 ? 0 : 1, owner: own ? 'own' : 'unknown', waiting: false });
  const fill = `fill="${diffFill(looks.step(node))}"`;
  const fresh = looks.fresh(node);
  const lines = fresh ? (geometry: string): string => `<rect class="new" ${geometry} fill="url(#${hatch})"/>` : (): string => '';
  const whole = 'width="100%" height="100%"';
  const body = labels === '' ? `<rect ${shape} ${fill}${edge}/>${thin ? '' : lines(shape)}` : `<svg ${shape}><rect ${whole} ${fill}${edge}/>${lines(whole)}${labels}</svg>`;
  // What is not displayed is no box yet, so that a search does not count it.
  const kind = box.shown ? 'box ' : '';
  const phone = box.shown && box.width * phonePx < 4 ? ' s' : '';
  const short = shortName(looks.name(node));
  const classes = `${kind}${diffClass(looks.step(node))}${own ? ' own' : ''}${thin ? ' thin' : ''}${phone}`;
  return (
    `<g class="${classes}"${box.shown ? '' : ' display="none"'} data-name="${escapeXml(looks.name(node))}" data-up="${box.parent}" data-v="${figures(tree, node)}"` +
    `${short === looks.name(node) ? '' : ` data-short="${escapeXml(short)}"`}${looks.judged(node) ? '' : ' data-plain=""'}${trunk === null ? '' : ` data-trunk="${escapeXml(trunkName(trunk.frames, looks.name(trunk.first), looks.name(node)))}"`}>` +
    `<title>${escapeXml(looks.title(node))}</title>${body}</g>`
  );
}

/** "self before, self now, total before, total now" and, where not 0, what may be hidden on either side. */
function figures(tree: DiffTree, node: number): string {
  const at = (column: Float64Array): number => column[node] as number;
  const values = [at(tree.self.base), at(tree.self.head), at(tree.total.base), at(tree.total.head)];
  const hidden = at(tree.hidden.base) + at(tree.hidden.head);
  return [...values, ...(hidden > 0 ? [hidden] : [])].map(figure).join(' ');
}

/** Six digits are more than a picture shows. */
function figure(value: number): string {
  return String(Number(value.toPrecision(6)));
}

function percent(share: number): string {
  return `${Math.round(share * 1e5) / 1e3}%`;
}
