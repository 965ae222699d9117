import { expect } from 'chai';
import Handlebars from 'handlebars';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { buildDiffTree } from '../../src/core/analysis/compare/diff-tree.ts';
import type { FunctionChange, ProfileComparison } from '../../src/core/model/comparison.ts';
import { changeScale, diffSteps as clientSteps } from '../../src/report/client/diff-change.ts';
import { placeBoxes, readDiffBoxes, type BoxMarkup } from '../../src/report/client/diff-boxes.ts';
import { diffReference, diffStep, diffSteps } from '../../src/report/svg/diff-scale.ts';
import { diffFlameView, type DiffFlameView } from '../../src/report/view/diff-flame.ts';
import { flameFromStacks, type Placed } from './flame-from-stacks.ts';
import { decodeEntities, visibleText } from './page-text.ts';

type Stacks = readonly (readonly [string, number])[];

const before: Stacks = [['main;load', 300], ['main;sort;compare', 100], ['main;sort', 63], ['main;tidy', 200], ['main;legacy;convert', 80], ['main', 20]];
const after: Stacks = [['main;load', 303], ['main;sort;compare', 100], ['main;sort', 1043], ['main;tidy', 120], ['main;validate', 150], ['main', 20]];

function tree(stacks: Stacks): ReturnType<typeof flameFromStacks> {
  const names = [...new Set(stacks.flatMap(([stack]) => stack.split(';')))];
  return flameFromStacks(new Map(names.map((name): [string, Placed] => [name, { name, file: name === 'load' ? '' : 'app/work.py', line: 7 }])), stacks);
}

function changeOf(facts: Partial<FunctionChange>): FunctionChange {
  return {
    name: '', file: 'app/work.py', line: 7, selfBase: 0, selfHead: 0, totalBase: 0, totalHead: 0, callsBase: null, callsHead: null, share: 0, why: 'unknown', moreWork: null, dearerCalls: null,
    interaction: null, significant: true, z: null, before: null, owner: 'own', waiting: false, lines: [], caller: null, commits: [], ...facts,
  };
}

function comparisonOf(base: Stacks, head: Stacks, facts: Partial<ProfileComparison> = {}): ProfileComparison {
  // The trees are in milliseconds, the comparison in seconds.
  const sum = (stacks: Stacks): number => stacks.reduce((all, [, weight]) => all + weight, 0) / 1000;
  return {
    id: 'd1', title: 'CPU', kind: 'cpu', unit: 'seconds', baseFiles: ['a'], headFiles: ['b'], totalBase: sum(base), totalHead: sum(head), worse: [], better: [], functionCount: 0, uniform: null, sentence: '', notes: [], ...facts,
  };
}

function view(base: Stacks = before, head: Stacks = after, facts: Partial<ProfileComparison> = {}): DiffFlameView {
  return diffFlameView(comparisonOf(base, head, facts), buildDiffTree(tree(base), tree(head)));
}

interface DrawnBox extends BoxMarkup {
  readonly name: string;
  readonly classes: readonly string[];
  readonly markup: string;
  readonly width: number;
}

function boxesOf(svg: string): DrawnBox[] {
  return [...svg.matchAll(/<g class="([^"]*)"[^>]*>.*?<\/g>/gs)].map(([markup, classes = '']) => {
    const data = Object.fromEntries([...(markup.split('>', 1)[0] ?? '').matchAll(/ data-(\w+)="([^"]*)"/g)].map(([, key = '', value = '']) => [key, decodeEntities(value)]));
    const title = decodeEntities(/<title>([^<]*)/.exec(markup)?.[1] ?? '');
    return { markup, data, title, name: data['name'] ?? '', classes: classes.split(' '), own: classes.includes('own'), width: Number(/ width="([\d.]+)%"/.exec(markup)?.[1]) };
  });
}

function boxNamed(shown: DiffFlameView, name: string): DrawnBox {
  const box = boxesOf(shown.svgHtml).find((each) => each.name === name);
  if (box === undefined) throw new Error(`no box ${name}`);
  return box;
}

function page(diff: DiffFlameView | null): string {
  const compiled = Handlebars.compile(readFileSync('templates/partials/diff-flame.hbs', 'utf8'), { strict: true, preventIndent: true, knownHelpersOnly: true });
  return compiled({ diff });
}

describe('the differential flame graph', () => {
  it('colours what changed itself, and neither its callers nor its callees', () => {
    const shown = view();
    const classOf = (name: string): string | undefined => boxNamed(shown, name).classes.find((each) => /^(?:same|[wb]\d)$/.test(each));
    // The whole changed by 973 ms: sort by +980, validate by +150, tidy by -80, load by +3.
    expect(['all', 'main', 'sort', 'compare', 'validate', 'tidy', 'load'].map(classOf)).to.deep.equal(['same', 'same', 'w4', 'same', 'w2', 'b1', 'same']);
    expect(boxNamed(shown, 'sort').markup).to.contain('▲ sort · +980');
    expect(boxNamed(shown, 'load').markup).not.to.match(/[▲▼] load/);
  });

  it('is as wide as the head, in shares of its total', () => {
    const shown = view();
    const widths = ['all', 'sort', 'compare', 'load'].map((name) => boxNamed(shown, name).width);
    for (const [index, expected] of [1736, 1143, 100, 303].entries()) expect(widths[index]).to.be.closeTo((expected / 1736) * 100, 0.001);
  });

  it('says of every box what it was and is, where it is and how often it was called', () => {
    const shown = view(before, after, { worse: [changeOf({ name: 'sort', callsBase: 10, callsHead: 240 })] });
    const title = boxNamed(shown, 'sort').title.replaceAll('\u00a0', ' ');
    expect(title.split('\n')).to.deep.equal(['sort (app/work.py:7)', 'self 63 ms → 1.04 s ▲ +980 ms', 'total 163 ms → 1.14 s ▲ +980 ms, 21 % → 66 % of all', 'calls of the function 10 → 240']);
    for (const box of boxesOf(shown.svgHtml)) expect(box.title, box.name).to.match(/\nself .* → .*\ntotal .* → /);
  });

  it('hatches what is new, and lists what is gone with its cost', () => {
    const shown = view();
    expect(boxesOf(shown.svgHtml).filter(({ markup }) => markup.includes('url(#d1-new)')).map(({ name }) => name)).to.deep.equal(['validate']);
    expect(shown.gone.map(({ name, place, total, self }) => [name, place, total.text, self.text])).to.deep.equal([['legacy', 'app/work.py:7', '80\u00a0ms', '0\u00a0s']]);
    expect(boxNamed(shown, 'legacy').markup).to.contain(' display="none"');
    const text = visibleText(page(shown));
    expect(text).to.contain('legacy app/work.py:7').and.to.contain('hatched: new');
    expect(visibleText(page(view(before, before)))).not.to.contain('hatched: new').and.not.to.contain('Gone:');
  });

  it('has no colour where the whole did not change and functions moved a little', () => {
    const noisy: Stacks = before.map(([stack, weight], index) => [stack, weight + (index % 2 === 0 ? 1 : -1)]);
    const shown = view(before, noisy);
    expect(boxesOf(shown.svgHtml).flatMap(({ classes }) => classes).filter((each) => /^[wb]\d/.test(each))).to.deep.equal([]);
  });

  it('has no colour for what differs as much between runs of one side', () => {
    const facts = { baseFiles: ['a', 'b'], headFiles: ['c', 'd'], worse: [changeOf({ name: 'sort', significant: false, z: 0.8 }), changeOf({ name: 'validate', z: 9 })] };
    const shown = view(before, after, facts);
    expect(boxNamed(shown, 'sort').classes).to.include('same');
    expect(boxNamed(shown, 'sort').title).to.contain('within what runs of one side differ by');
    expect(boxNamed(shown, 'validate').classes).to.include('w2');
  });

  it('is well-formed and harmless with hostile names, without inline style or script', () => {
    const hostile: Stacks = [['main;<script>alert(1)</script>"\u0007', 5], ['main;]]>&amp;\ud800', 90]];
    const html = page(view(hostile, [['main;ok', 4], ...hostile, ['main;<img src=x onerror=1>', 70]]));
    execFileSync('python3', ['-c', 'import sys,xml.dom.minidom as m; m.parseString(sys.stdin.buffer.read())'], { input: `<div>${html.replaceAll(' hidden>', ' hidden="">').replaceAll('&nbsp;', ' ')}</div>` });
    expect(html).not.to.match(/ style=|<style|<script|<img/);
  });

  it('draws at most 1,000 boxes and says how many it hides', () => {
    const wide = Array.from({ length: 1500 }, (_, index): [string, number] => [`main;f${index % 60};g${index}`, 100 + index]);
    const shown = view(wide, wide);
    expect(boxesOf(shown.svgHtml).length).to.be.at.most(1000);
    const hidden = 1561 - (boxesOf(shown.svgHtml).length - 1);
    expect(shown.remarks.join(' ')).to.contain(`${hidden.toLocaleString('en')} of 1,561 boxes are too small or too deep`);
    expect(shown.svgHtml.length).to.be.lessThan(600_000);
  });

  it('folds the trunk of deep stacks, and keeps the rows that fit', () => {
    const trunk = Array.from({ length: 90 }, (_, index) => `f${index}`).join(';');
    const shown = view([[`${trunk};left`, 60], [`${trunk};right`, 40]], [[`${trunk};left`, 60], [`${trunk};right`, 90]]);
    expect(boxesOf(shown.svgHtml).map(({ name, data }) => [name, data['up']])).to.deep.equal([['all', '0'], ['f89', '0'], ['right', '1'], ['left', '1']]);
    expect(decodeEntities(shown.svgHtml)).to.contain('90 calls: f0 › … › f89');
  });

  it('draws a side without weight and figures that are no numbers without NaN', () => {
    for (const totals of [{ totalBase: 0 }, { totalBase: NaN }, { totalHead: 0 }, { totalHead: Infinity }]) {
      expect(page(view(before, after, totals)), JSON.stringify(totals)).not.to.match(/NaN|Infinity|undefined/);
    }
  });

  it('is absent without a tree', () => {
    expect(page(null)).to.equal('');
  });
});

describe('the differential flame graph with script', () => {
  const boxes = (shown: DiffFlameView): ReturnType<typeof readDiffBoxes> => readDiffBoxes(boxesOf(shown.svgHtml));

  it('begins with the colours and widths of the static picture', () => {
    expect(clientSteps).to.deep.equal(diffSteps);
    const shown = view();
    const read = boxes(shown);
    const scale = changeScale(read, 'absolute', Number(/data-reference="([^"]*)"/.exec(shown.svgHtml)?.[1]), 'seconds');
    const reference = diffReference(0.763, 1.736);
    for (const [index, box] of boxesOf(shown.svgHtml).entries()) {
      const step = scale.stepOf(read[index] as never);
      expect(box.classes, box.name).to.include(step === 0 ? 'same' : `${step > 0 ? 'w' : 'b'}${Math.abs(step)}`);
    }
    expect(scale.steps[0]?.replace('\u00a0', ' ')).to.equal(shown.legend.floor.replace('less than ', '').replace('\u00a0', ' '));
    expect(diffStep(0.98, reference)).to.equal(4);
    const places = placeBoxes(read, 'head', 0);
    for (const [index, box] of boxesOf(shown.svgHtml).entries()) expect((places[index]?.width ?? 0) * 100, box.name).to.be.closeTo(box.width, 0.001);
  });

  it('shows the widths of before, with what is gone and without what is new', () => {
    const read = boxes(view());
    const places = placeBoxes(read, 'base', 0);
    const width = (name: string): number => places[read.findIndex((box) => box.name === name)]?.width ?? -1;
    expect(width('legacy')).to.be.closeTo(80 / 763, 1e-5);
    expect(width('sort')).to.be.closeTo(163 / 763, 1e-5);
    expect(width('validate')).to.equal(0);
  });

  it('gives a zoomed box all the width, and what is beside it none', () => {
    const read = boxes(view());
    const at = (name: string): number => read.findIndex((box) => box.name === name);
    const places = placeBoxes(read, 'head', at('sort'));
    expect(['all', 'main', 'sort', 'load'].map((name) => places[at(name)]?.width)).to.deep.equal([1, 1, 1, 0]);
    expect(['all', 'main', 'sort'].map((name) => places[at(name)]?.above)).to.deep.equal([true, true, false]);
    expect(places[at('compare')]?.width).to.be.closeTo(100 / 1143, 1e-4);
    expect(places[at('compare')]?.x).to.equal(0);
  });

  it('tells shares apart from time: a uniform slowdown has no colour by share', () => {
    const twice: Stacks = before.map(([stack, weight]) => [stack, weight * 2]);
    const read = boxes(view(before, twice));
    const steps = (measure: 'absolute' | 'share'): number[] => read.map((box) => changeScale(read, measure, 0.763, 'seconds').stepOf(box));
    expect(steps('share').every((step) => step === 0)).to.equal(true);
    expect(steps('absolute').some((step) => step > 0)).to.equal(true);
    const scale = changeScale(boxes(view()), 'share', 1, 'seconds');
    const sort = boxes(view()).find(({ name }) => name === 'sort');
    // 63 of 763 before, 1043 of 1736 now.
    expect(scale.changeOf(sort as never)).to.be.closeTo(1043 / 1736 - 63 / 763, 1e-5);
    expect(scale.words(0.518).replace('\u00a0', ' ')).to.equal('+52 points');
  });
});
