import { expect } from 'chai';
import { execFileSync } from 'node:child_process';
import type { FlameTree } from '../../src/core/analysis/flame-tree.ts';
import { drawInlineFlame } from '../../src/report/svg/flame-inline.ts';
import { layOutFlame, nodeOffsets } from '../../src/report/svg/flame-layout.ts';
import { drawZoomableFlame, type ZoomBounds } from '../../src/report/svg/flame-zoom.ts';
import { frameLooks } from '../../src/report/svg/frame-look.ts';
import { fitLabel } from '../../src/report/svg/label.ts';
import { heatOf, heatSteps } from '../../src/report/svg/palette.ts';
import { fullBarOf } from '../../src/report/svg/bar.ts';
import { heatStepsOf } from '../../src/report/svg/heat-scale.ts';
import { flameFromStacks, type Placed } from './flame-from-stacks.ts';
import { cpuFlame, cpuProfile } from './sample-model.ts';

const bounds = { maxBoxes: 600, maxRows: 36, minShare: 0.001, rowShare: 0 };
const zoomBounds: ZoomBounds = { whole: { maxBoxes: 1500, maxRows: 60, minShare: 0.0004, rowShare: 0 }, panel: { maxBoxes: 250, maxRows: 40, minShare: 0.002, rowShare: 0 }, maxPanels: 24 };

/** A tree of names alone. */
function treeOf(stacks: readonly (readonly [string, number])[]): FlameTree {
  const names = new Set(stacks.flatMap(([stack]) => stack.split(';')));
  return flameFromStacks(new Map([...names].map((name): [string, Placed] => [name, { name, file: '', line: 0 }])), stacks);
}

/** 40 subtrees of 6 functions each, falling in weight. */
function bushyTree(): FlameTree {
  const stacks: [string, number][] = [];
  for (let i = 0; i < 40; i++) for (let j = 0; j < 6; j++) stacks.push([`a${i};b${i};c${i}_${j}`, (40 - i) * (j + 1)]);
  return treeOf(stacks);
}

function deepChain(depth: number): FlameTree {
  const chain = Array.from({ length: depth }, (_, index) => `f${index}`).join(';');
  return treeOf([
    [`${chain};left`, 60],
    [`${chain};right`, 40],
  ]);
}

function draw(tree: FlameTree): string {
  return drawZoomableFlame(tree, frameLooks(cpuProfile, tree), 'Title', '../index.html#p1', zoomBounds);
}

function checkXml(xml: string): void {
  execFileSync('python3', ['-c', 'import sys,xml.dom.minidom as m; m.parseString(sys.stdin.buffer.read())'], { input: xml });
}

describe('layOutFlame', () => {
  it('places children inside their parent, heaviest first, and never side over side', () => {
    const tree = cpuFlame();
    const layout = layOutFlame(tree, nodeOffsets(tree), 0, bounds);
    const boxOf = new Map(layout.boxes.map((box) => [box.node, box]));
    const rightmost = new Map<number, number>();
    for (const box of layout.boxes) {
      const parent = boxOf.get(tree.parent[box.node] ?? 0);
      expect(parent, `parent of ${box.node}`).to.not.equal(undefined);
      if (box.node === 0 || parent === undefined) continue;
      expect(box.row).to.equal(parent.row + 1);
      expect(box.x).to.be.at.least((rightmost.get(parent.node) ?? parent.x) - 1e-12);
      expect(box.x + box.width).to.be.at.most(parent.x + parent.width + 1e-12);
      rightmost.set(parent.node, box.x + box.width);
    }
    expect(layout.boxes.length + layout.leftOut).to.equal(tree.length);
  });

  it('keeps the largest boxes and counts the others', () => {
    const tree = bushyTree();
    const layout = layOutFlame(tree, nodeOffsets(tree), 0, { ...bounds, maxBoxes: 50 });
    expect(layout.boxes).to.have.length(50);
    expect(layout.leftOut).to.equal(tree.length - 50);
    const drawn = new Set(layout.boxes.map((box) => box.node));
    const smallestDrawn = Math.min(...layout.boxes.map((box) => tree.total[box.node] ?? 0));
    for (let node = 0; node < tree.length; node++) if (!drawn.has(node)) expect(tree.total[node]).to.be.at.most(smallestDrawn);
  });

  it('folds a long trunk into one row, so that what branches is seen', () => {
    const tree = deepChain(200);
    const layout = layOutFlame(tree, nodeOffsets(tree), 0, bounds);
    expect(layout.trunk).to.deep.equal({ first: 1, last: 200, frames: 200 });
    expect(layout.boxes.map(({ row }) => row)).to.deep.equal([0, 1, 2, 2]);
    expect(layout.leftOut).to.equal(0);
  });

  it('draws a stack of 100,000 calls without growing tall', () => {
    const tree = deepChain(100_000);
    expect(layOutFlame(tree, nodeOffsets(tree), 0, bounds).rows).to.equal(3);
  });

  it('says how many calls lie below the last row', () => {
    const tree = treeOf([
      [Array.from({ length: 50 }, (_, i) => `l${i}`).join(';'), 50],
      [Array.from({ length: 50 }, (_, i) => `r${i}`).join(';'), 50],
    ]);
    const layout = layOutFlame(tree, nodeOffsets(tree), 0, bounds);
    expect(layout.rows).to.equal(36);
    expect(layout.tooDeep).to.equal(2 * 15);
  });
});

describe('layOutFlame, rows', () => {
  it('ends where no box is wide enough to be read', () => {
    const tree = treeOf([
      ['wide', 995],
      [Array.from({ length: 30 }, (_, i) => `thin${i}`).join(';'), 5],
    ]);
    const layout = layOutFlame(tree, nodeOffsets(tree), 0, { ...bounds, rowShare: 0.01 });
    expect(layout.rows).to.equal(2);
    expect(layout.leftOut).to.equal(29);
  });
});

describe('drawInlineFlame', () => {
  const tree = cpuFlame();
  const { svg } = drawInlineFlame(tree, frameLooks(cpuProfile, tree), bounds, 'Flame graph of all & everything');

  it('is well-formed and named for those who do not see it', () => {
    checkXml(svg);
    expect(svg).to.match(/^<svg class="flame" width="100%"[^>]* role="img" aria-label="Flame graph of all &amp; everything"/);
  });
  it('is fluid: every place and width is in percent', () => {
    for (const match of svg.matchAll(/<g class="box[^>]*>.*? (x|width)="([^"]*)" width="([^"]*)"/g)) expect(`${match[2] ?? ''} ${match[3] ?? ''}`).to.match(/^[\d.]+% [\d.]+%$/);
  });
  it('gives each box its name, place and figures as a title', () => {
    const title = svg.replaceAll('\u00a0', ' ').match(/<title>dedupe \(work\.py:41\)\n(.*)<\/title>/)?.[1];
    expect(title).to.equal('total 1.04 s, self 846 ms, 34 % of all');
    expect(svg.match(/<title>/g)).to.have.length(svg.match(/<g class="box/g)?.length ?? 0);
  });
  it('tells waiting by hatching and own code by weight', () => {
    expect(svg).to.match(/<g class="box wait" data-name="&lt;method &#39;recv&#39;[^]*?fill="url\(#waiting-hatch\)"/);
    expect(svg).to.match(/<g class="box h4 own" data-name="dedupe">[^]*?font-weight="600"/);
  });
});

describe('drawZoomableFlame', () => {
  it('links boxes to views that exist, and every view can be reached', () => {
    const svg = draw(bushyTree());
    checkXml(svg);
    const views = new Set([...svg.matchAll(/<view id="(z\d+)"/g)].map((match) => match[1]));
    const links = new Set([...svg.matchAll(/<a href="#(z\d+)"/g)].map((match) => match[1]));
    expect(views.size).to.equal(24);
    for (const link of links) expect(views).to.include(link);
    for (const view of views) expect(links).to.include(view);
  });
  it('gives all views the same size, so that text keeps its size', () => {
    const svg = draw(bushyTree());
    const boxes = [...svg.matchAll(/<view id="z\d+" viewBox="0 \d+ (\d+ \d+)"/g)].map((match) => match[1]);
    expect(new Set(boxes).size).to.equal(1);
    expect(svg).to.include(`viewBox="0 0 ${boxes[0] ?? ''}"`);
  });
  it('leads back to the report', () => expect(draw(cpuFlame())).to.include('<a href="../index.html#p1">'));
  it('needs neither script nor style', () => expect(draw(cpuFlame())).to.not.match(/<script|<style|style=|class="box/));
  it('stays small for 20,000 nodes', () => {
    const stacks: [string, number][] = [];
    for (let i = 0; i < 200; i++) for (let j = 0; j < 100; j++) stacks.push([`a${i};b${j}`, 1 + ((i * j) % 7)]);
    expect(draw(treeOf(stacks)).length).to.be.below(2_000_000);
  });
});

describe('fitLabel', () => {
  it('shows nothing in a box too narrow for it', () => expect(fitLabel('dedupe', 'work.py', 20, false).text).to.equal(''));
  it('drops the file first, then letters', () => {
    expect(fitLabel('dedupe', 'work.py', 200, false).text).to.equal('dedupe · work.py');
    expect(fitLabel('dedupe', 'work.py', 80, false).text).to.equal('dedupe');
    expect(fitLabel('get_asset_info', 'client.py', 70, false).text).to.match(/^get_.*…$/);
  });
  it('calls builtins as the program does', () => {
    expect(fitLabel("<method 'append' of 'list' objects>", '', 200, false).text).to.equal('list.append');
    expect(fitLabel('<built-in method builtins.abs>', '', 200, false).text).to.equal('abs');
    expect(fitLabel('<built-in method time.sleep>', '', 200, false).text).to.equal('time.sleep');
    expect(fitLabel('<listcomp>', '', 200, false).text).to.equal('<listcomp>');
  });
  it('never splits a letter of two code units', () => expect(fitLabel('😀'.repeat(40), '', 100, false).text).to.match(/^(?:😀)+…$/u));
});

describe('heatStepsOf', () => {
  it('is finer where nothing stands out, so that the picture is not one grey', () => {
    const flat = { ...cpuProfile, functions: cpuProfile.functions.map((row) => ({ ...row, self: row.self / 40 })) };
    expect(heatStepsOf(cpuProfile)).to.deep.equal(heatSteps);
    expect(heatStepsOf(flat)[3]).to.be.lessThan(heatSteps[3] ?? 0);
  });
});

describe('fullBarOf', () => {
  it('is the next round share, and all at most', () => expect([0.004, 0.02, 0.31, 0.92].map(fullBarOf)).to.deep.equal([0.01, 0.02, 0.5, 1]));
});

describe('heatOf', () => {
  it('has steps at 0.3, 1, 5 and 20 %', () => expect([0.002, 0.003, 0.01, 0.05, 0.2].map((share) => heatOf(share))).to.deep.equal([0, 1, 2, 3, 4]));
});
