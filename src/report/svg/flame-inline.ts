import type { FlameTree } from '../../core/analysis/flame-tree.ts';
import { escapeXml } from '../display-text.ts';
import { layOutFlame, nodeOffsets, type FlameBox, type FlameLayout, type LayoutBounds } from './flame-layout.ts';
import type { FrameLooks } from './frame-look.ts';
import { fitLabel, flameFontPx } from './label.ts';
import { fillOf, ink, paper, softInk, type BoxLook } from './palette.ts';

const rowPx = 20;
/** Id of the page's one waiting pattern. */
export const pageHatch = 'waiting-hatch';
/** Width that labels are cut for; the picture itself is fluid. */
const nominalPx = 1100;
/** Labels are shown from these widths on (classes in report.css), so that none is ever clipped. */
const labelTiers: readonly number[] = [500, 700, 900, 1100];
/** Width of the picture on a phone. */
const phonePx = 340;

export interface InlineFlame {
  readonly svg: string;
  readonly layout: FlameLayout;
}

/**
 * The flame graph inside the page: boxes and labels in percent of any width, colours as attributes
 * and as classes, root on top. Needs neither script nor style.
 */
export function drawInlineFlame(tree: FlameTree, looks: FrameLooks, bounds: LayoutBounds, label: string): InlineFlame {
  const layout = layOutFlame(tree, nodeOffsets(tree), 0, bounds);
  const height = layout.rows * rowPx;
  const boxes = layout.boxes.map((box) => drawBox(box, layout, looks)).join('\n');
  const svg =
    `<svg class="flame" width="100%" height="${height}" role="img" aria-label="${escapeXml(label)}" font-family="system-ui, sans-serif" font-size="${flameFontPx}">\n` +
    `${boxes}\n</svg>`;
  return { svg, layout };
}

function drawBox(box: FlameBox, layout: FlameLayout, looks: FrameLooks): string {
  const folded = layout.trunk !== null && box.row === 1 && box.node === layout.trunk.last ? layout.trunk : null;
  const look = looks.look(box.node);
  const name = folded === null ? looks.name(box.node) : trunkName(folded.frames, looks.name(folded.first), looks.name(folded.last));
  const fill = fillOf(look, pageHatch);
  const thin = box.width * nominalPx < 3;
  const phone = box.width * phonePx < 4 ? ' s' : '';
  const shape = `y="${box.row * rowPx}" x="${percent(box.x)}" width="${percent(box.width)}" height="${rowPx}"`;
  const bold = look.owner === 'own';
  const labels = thin ? '' : drawLabels(name, folded === null ? looks.file(box.node) : '', box.width, look);
  const edge = thin ? '' : ` stroke="${paper}"`;
  const body =
    labels === ''
      ? `<rect ${shape} fill="${fill}"${edge}/>`
      : `<svg ${shape}><rect width="100%" height="100%" fill="${fill}"${edge}/>${labels}</svg>`;
  const classes = `box ${classOf(look)}${bold ? ' own' : ''}${thin ? ' thin' : ''}${phone}`;
  return `<g class="${classes}" data-name="${escapeXml(looks.name(box.node))}"><title>${escapeXml(looks.title(box.node))}</title>${body}</g>`;
}

/** "14 calls: main › … › run": the one row that stands for a folded trunk. */
export function trunkName(frames: number, first: string, last: string): string {
  return `${frames} calls: ${first} › … › ${last}`;
}

/** A label cut to its box and, for narrow screens, a shorter one; `name` and `file` as `fitLabel` takes them. */
export function drawLabels(name: string, file: string, width: number, look: BoxLook): string {
  const bold = look.owner === 'own';
  const fitted = fitLabel(name, file, width * nominalPx, bold);
  if (fitted.text === '') return '';
  const needed = fitted.neededPx / width;
  const tier = needed <= phonePx ? undefined : labelTiers.find((px) => needed <= px + 0.5);
  const text = (content: string, extra: string): string =>
    `<text x="5" y="14"${bold ? ' font-weight="600"' : ''} fill="${look.heat === 0 && !bold ? softInk : ink}"${extra}>${escapeXml(content)}</text>`;
  const main = text(fitted.text, tier === undefined ? '' : ` class="t${tier / 100}"`);
  if (tier === undefined) return main;
  const small = fitLabel(name, '', width * phonePx, bold);
  // Hidden where there is no style; report.css swaps the two on narrow screens.
  return small.text === '' ? main : main + text(small.text, ` class="n${Math.min(tier, 700) / 100}" display="none"`);
}

function classOf(look: BoxLook): string {
  return look.waiting && look.heat > 0 ? 'wait' : `h${look.heat}`;
}

function percent(share: number): string {
  return `${Math.round(share * 1e5) / 1e3}%`;
}
