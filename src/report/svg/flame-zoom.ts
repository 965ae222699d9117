import type { FlameTree } from '../../core/analysis/flame-tree.ts';
import { escapeXml } from '../display-text.ts';
import { trunkName } from './flame-inline.ts';
import { layOutFlame, nodeOffsets, type FlameBox, type FlameLayout, type LayoutBounds } from './flame-layout.ts';
import { choosePanels, type FlamePanels } from './flame-panels.ts';
import type { FrameLooks } from './frame-look.ts';
import { fitLabel, flameFontPx } from './label.ts';
import { fillOf, hatchPattern, ink, paper, softInk } from './palette.ts';

const widthPx = 1200;
const rowPx = 20;
const headPx = 56;
const gapPx = 16;
/** Ancestors that a zoomed panel names above its root. */
const maxAncestors = 6;

export interface ZoomBounds {
  readonly whole: LayoutBounds;
  readonly panel: LayoutBounds;
  /** Panels, the whole picture included. */
  readonly maxPanels: number;
}

interface Drawing {
  readonly tree: FlameTree;
  readonly looks: FrameLooks;
  readonly offsets: Float64Array;
  readonly panels: FlamePanels;
  readonly title: string;
  readonly backHref: string;
}

/**
 * A flame graph as a file of its own with zoom that needs no script: the whole picture and the large
 * subtrees are drawn one below the other, each is a `<view>`, and boxes link to them. All views have
 * the same size, so that text keeps its size.
 */
export function drawZoomableFlame(tree: FlameTree, looks: FrameLooks, title: string, backHref: string, bounds: ZoomBounds): string {
  const offsets = nodeOffsets(tree);
  const whole = layOutFlame(tree, offsets, 0, bounds.whole);
  const panels = choosePanels(tree, whole, bounds.maxPanels);
  const drawing: Drawing = { tree, looks, offsets, panels, title, backHref };
  const layouts = panels.roots.map((root, index) => (index === 0 ? whole : layOutFlame(tree, offsets, root, bounds.panel)));
  const ancestors = panels.roots.map((root) => listAncestors(tree, root));
  const heightPx = Math.max(...layouts.map((layout, index) => headPx + ((ancestors[index]?.rows ?? 0) + layout.rows) * rowPx)) + gapPx;
  const parts: string[] = [];
  for (const [index, layout] of layouts.entries()) {
    const top = index * heightPx;
    parts.push(`<view id="z${index}" viewBox="0 ${top} ${widthPx} ${heightPx}"/>`);
    parts.push(`<g transform="translate(0 ${top})">`, ...drawPanel(drawing, index, layout, ancestors[index] ?? { nodes: [], hidden: 0, rows: 0 }), '</g>');
  }
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="100%" height="${heightPx}" viewBox="0 0 ${widthPx} ${heightPx}" preserveAspectRatio="xMidYMin meet" ` +
    `font-family="system-ui, sans-serif" font-size="${flameFontPx}" fill="${ink}">\n` +
    `<title>${escapeXml(title)}</title>\n<defs>${hatchPattern('waiting')}</defs>\n` +
    `<rect x="-10000" width="21200" height="${heightPx * layouts.length}" fill="${paper}"/>\n${parts.join('\n')}\n</svg>\n`
  );
}

interface Ancestors {
  /** From the outermost shown one to the parent, the root first. */
  readonly nodes: readonly number[];
  /** Left out between the root and the others. */
  readonly hidden: number;
  readonly rows: number;
}

function listAncestors(tree: FlameTree, root: number): Ancestors {
  if (root === 0) return { nodes: [], hidden: 0, rows: 0 };
  const nodes: number[] = [];
  let node = tree.parent[root] as number;
  while (node !== 0 && nodes.length < maxAncestors) {
    nodes.push(node);
    node = tree.parent[node] as number;
  }
  const hidden = tree.depth[node] as number;
  nodes.push(0);
  nodes.reverse();
  return { nodes, hidden, rows: nodes.length + (hidden > 0 ? 1 : 0) };
}

function drawPanel(drawing: Drawing, index: number, layout: FlameLayout, ancestors: Ancestors): string[] {
  const { looks, panels, tree } = drawing;
  const root = panels.roots[index] as number;
  const parts = [drawHead(drawing, index, layout)];
  let y = headPx;
  for (const [at, node] of ancestors.nodes.entries()) {
    parts.push(drawAncestor(looks.name(node), looks.title(node), y, nearestPanel(panels, tree, node)));
    y += rowPx;
    if (at === 0 && ancestors.hidden > 0) {
      parts.push(drawAncestor(`… ${ancestors.hidden} calls`, `${ancestors.hidden} calls between all and the next row`, y, 0));
      y += rowPx;
    }
  }
  const targets = new Map<number, number>([[root, index]]);
  for (const box of layout.boxes) {
    const own = panels.panelOf.get(box.node);
    const isRoot = own !== undefined && panels.roots[own] === box.node;
    const target = isRoot ? own : (targets.get(tree.parent[box.node] as number) ?? index);
    targets.set(box.node, target);
    parts.push(drawBox(drawing, box, layout, y, target === index ? null : target));
  }
  return parts;
}

function nearestPanel(panels: FlamePanels, tree: FlameTree, node: number): number {
  let at = node;
  for (let steps = 0; steps <= maxAncestors && !panels.panelOf.has(at); steps++) at = tree.parent[at] as number;
  return panels.panelOf.get(at) ?? 0;
}

function drawHead(drawing: Drawing, index: number, layout: FlameLayout): string {
  const root = drawing.panels.roots[index] as number;
  const what = index === 0 ? drawing.title : `Zoomed: ${drawing.looks.title(root).replace('\n', ', ')}`;
  const left = layout.leftOut === 0 ? '' : ` ${layout.leftOut} ${layout.leftOut === 1 ? 'call is' : 'calls are'} too small or too deep to be drawn here.`;
  const hint = drawing.panels.roots.length === 1 ? '' : 'Click a box to zoom in, a row above to zoom out. ';
  const back = index === 0 ? `<a href="${escapeXml(drawing.backHref)}">` : '<a href="#z0">';
  const room = 140;
  const label = fitLabel(what, '', widthPx - room, true).text;
  return (
    `<text x="0" y="18" font-weight="600">${escapeXml(label)}</text>` +
    `${back}<text x="${widthPx}" y="18" text-anchor="end" text-decoration="underline">${index === 0 ? 'back to the report' : 'show everything'}</text></a>` +
    `<text x="0" y="39" fill="${softInk}">${hint}Width: share of the whole. Colour: what a box spends itself. Hatched: waiting.${left}</text>`
  );
}

function drawAncestor(name: string, title: string, y: number, target: number): string {
  const label = fitLabel(name, '', widthPx, false).text;
  return (
    `<a href="#z${target}"><title>${escapeXml(title)}</title><rect y="${y}" width="${widthPx}" height="${rowPx}" fill="#f6f7f9" stroke="${paper}"/>` +
    `<text x="5" y="${y + 14}" fill="${softInk}">${escapeXml(label)}</text></a>`
  );
}

function drawBox(drawing: Drawing, box: FlameBox, layout: FlameLayout, top: number, target: number | null): string {
  const { looks } = drawing;
  const trunk = layout.trunk !== null && box.row === 1 && box.node === layout.trunk.last ? layout.trunk : null;
  const look = looks.look(box.node);
  const bold = look.owner === 'own';
  const width = box.width * widthPx;
  const x = round(box.x * widthPx);
  const y = top + box.row * rowPx;
  const name = trunk === null ? looks.name(box.node) : trunkName(trunk.frames, looks.name(trunk.first), looks.name(trunk.last));
  const label = fitLabel(name, trunk === null ? looks.file(box.node) : '', width, bold).text;
  const edge = width < 3 ? '' : ` stroke="${paper}"`;
  const text =
    label === ''
      ? ''
      : `<text x="${round(x + 5)}" y="${y + 14}"${bold ? ' font-weight="600"' : ''}${look.heat === 0 && !bold ? ` fill="${softInk}"` : ''}>${escapeXml(label)}</text>`;
  const inner =
    `<title>${escapeXml(looks.title(box.node))}</title>` +
    `<rect x="${x}" y="${y}" width="${round(width)}" height="${rowPx}" fill="${fillOf(look, 'waiting')}"${edge}/>${text}`;
  return target === null ? `<g>${inner}</g>` : `<a href="#z${target}">${inner}</a>`;
}

function round(px: number): number {
  return Math.round(px * 100) / 100;
}
