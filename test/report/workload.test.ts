import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect } from 'chai';
import type { ReportModel } from '../../src/core/model/report.ts';
import { renderReport } from '../../src/report/render.ts';
import { drawDots, halfWidthOf } from '../../src/report/svg/dot-plot.ts';
import { writeSummary } from '../../src/report/summary.ts';
import { decodeEntities, visibleText, withoutScripts } from './page-text.ts';
import { readAssets, renderInput, sampleModel } from './sample-model.ts';
import { reportOf, runOf, sampleOf } from './workload-model.ts';

const assets = readAssets();
const walls = [2.5, 2.25, 2.75, 2.3, 2.6];
const measured = reportOf([runOf(walls.map((wall) => sampleOf(wall, { counters: { assets: 250 } })))]);
const failed = reportOf([runOf([sampleOf(41, { exitCode: 137 })], { workload: 'import', status: 'failed', failure: 'exited with 137 after 41 s', failureOutput: 'Traceback <1>\nMemoryError' })]);
const many = reportOf(Array.from({ length: 50 }, (_, index) => runOf(walls.map((wall) => sampleOf(wall * (index + 1))), { file: `w${index}/run.json`, workload: `job-${index}`, ...(index === 17 ? { status: 'failed' as const, failure: 'timed out' } : {}) })));

const plain = (text: string): string => text.replaceAll('\u00a0', ' ');
const pageOf = (model: ReportModel): string => renderReport(renderInput({ ...model, profiles: sampleModel.profiles }, new Map(), assets)).get('index.html') ?? '';
function section(html: string): string {
  const start = html.indexOf('<section id="measured">');
  return html.slice(start, html.indexOf('</section>', start));
}
const circles = (svg: string): { x: number; y: number; title: string }[] => [...svg.matchAll(/<circle cx="([^"]*)" cy="([^"]*)" r="[^"]*"><title>([^<]*)<\/title>/g)].map(([, x, y, title]) => ({ x: Number(x), y: Number(y), title: plain(title ?? '') }));

describe('drawDots', () => {
  const plot = { values: [4, 2, 3, 1], median: 2.5, lowerQuartile: 1.75, upperQuartile: 3.25, half: 1, titles: ['a', 'b', '<c>', 'd'] };
  const svg = drawDots(plot);

  it('puts less left, the first on top, the median in the middle and everything inside', () => {
    const dots = [...circles(svg)];
    expect(dots.map(({ title }) => title)).to.deep.equal(['a', 'b', '&lt;c&gt;', 'd']);
    expect([...dots].sort((a, b) => a.x - b.x).map(({ title }) => title)).to.deep.equal(['d', 'b', '&lt;c&gt;', 'a']);
    expect([...dots].sort((a, b) => a.y - b.y).map(({ title }) => title)).to.deep.equal(['a', 'b', '&lt;c&gt;', 'd']);
    const [, width, height] = (/<svg class="dots" width="(\d+)" height="([\d.]+)"/.exec(svg) ?? []).map(Number) as [number, number, number];
    for (const { x, y } of dots) expect([x > 0 && x < width, y > 0 && y < height]).to.deep.equal([true, true]);
    // Equal distances of values are equal distances on the page, to rounding.
    const place = (title: string): number => dots.find((dot) => dot.title === title)?.x ?? NaN;
    expect(place('a') - place('b')).to.be.closeTo(2 * (place('b') - place('d')), 0.2);
    expect((place('b') + place('&lt;c&gt;')) / 2).to.be.closeTo(width / 2, 0.1);
  });

  it('needs no style, and is read as text beside it', () => {
    expect(svg).to.match(/^<svg[^>]* aria-hidden="true">/).and.not.match(/style/);
    for (const shape of svg.match(/<(?:rect|g)\b[^>]*>/g) ?? []) expect(shape).to.match(/fill="#[0-9a-f]{6}"/);
  });

  it('draws the range of more values than can be told apart', () => {
    const values = Array.from({ length: 500 }, (_, index) => 1 + index / 1000);
    const range = drawDots({ ...plot, values, titles: [] });
    expect(range).to.include('<title>500 samples</title>').and.not.include('<circle');
  });

  it('has round scales that hold every value, and none around 0', () => {
    expect([halfWidthOf([1, 1.01], 1), halfWidthOf([0.88, 1], 1), halfWidthOf([-1, -3], -1), halfWidthOf([1, 31], 1), halfWidthOf([0, 1], 0)]).to.deep.equal([0.025, 0.2, 2, 30, null]);
  });
});

describe('the measured part of the page', () => {
  it('says every metric with its spread, and each sample in a dot', () => {
    const html = section(pageOf(measured));
    const text = plain(visibleText(html));
    for (const words of ['Measured: sample', 'Wall time', '2.5 s', '2.25 s to 2.75 s', 'Peak memory', '1 MiB', '250 assets (10 ms each)', 'always the same']) expect(text).to.include(words);
    const wall = html.slice(html.indexOf('Wall time'), html.indexOf('CPU time'));
    expect(circles(wall).map(({ title }) => title)).to.deep.equal(['sample 1: 2.5 s', 'sample 2: 2.25 s', 'sample 3: 2.75 s', 'sample 4: 2.3 s', 'sample 5: 2.6 s']);
    expect(text).to.include('All 5 executions').and.include('GNU time');
    expect(html.match(/<circle/g)).to.have.length(2 * 5);
  });

  it('has rows per item where samples did different amounts of work', () => {
    const text = plain(visibleText(section(pageOf(reportOf([runOf(walls.map((wall, index) => sampleOf(wall, { counters: { assets: 250 + index } })))])))));
    expect(text).to.include('Wall time per asset').and.include('CPU time per asset').and.not.include('Work in each sample');
  });

  it('starts the card with it, before the hottest function', () => {
    const html = pageOf(measured);
    const card = plain(visibleText(html.slice(html.indexOf('class="card'), html.indexOf('id="measured"'))));
    expect(card).to.match(/sample took 2\.5 s \(median of 5, ±12 %\), 1 MiB peak[\s\S]*How sure[\s\S]*cannot be told[\s\S]*Wall time varies[\s\S]*Hottest[\s\S]*nothing to compare with/);
    expect(html.indexOf('id="measured"')).to.be.lessThan(html.indexOf('id="profiles"'));
  });

  it('shows a failed workload as failed, with what it wrote last, and the profiles too', () => {
    const html = pageOf(failed);
    const text = plain(visibleText(html));
    expect(html).to.include('<section class="card failed"');
    expect(text).to.include('Workload import FAILED: exited with 137 after 41 s').and.include('Traceback <1>\nMemoryError').and.include('below and in stderr.log').and.include('not applied: the workload failed');
    expect(section(html)).to.not.include('<svg');
    expect(html).to.include('id="p1"');
  });

  it('lists many workloads, what failed first, and folds the rest', () => {
    const html = section(pageOf(many));
    const rows = html.slice(0, html.indexOf('</table>')).split('<tr').slice(2);
    expect(rows).to.have.length(50);
    expect(plain(visibleText(`<tr${rows[0] ?? ''}`))).to.include('job-17').and.include('FAILED timed out');
    expect(plain(visibleText(`<tr${rows[1] ?? ''}`))).to.include('job-0');
    expect(html.match(/<details>/g)).to.have.length(50);
    expect(visibleText(pageOf(many))).to.include('1 of 50 workloads FAILED: job-17, timed out');
  });

  it('is no part of a page without a run', () => {
    const html = pageOf({ ...measured, workloads: [] });
    expect(html).to.not.include('id="measured"').and.not.include('class="measures');
  });

  it('survives hostile names and needs nothing that a strict server forbids', () => {
    const evil = '</script><img src=x onerror=alert(1)>{{card}}$&\u202e';
    const run = runOf([sampleOf(1, { counters: { [evil]: 1 } }), sampleOf(2, { counters: { [evil]: 2 } })], { file: `${evil}/run.json`, workload: evil, backend: evil, profiles: [{ file: evil, profiler: evil, arm: 'head', overhead: null, error: evil }], notes: [{ code: evil, text: evil }] });
    for (const model of [reportOf([run]), reportOf([run, { ...run, status: 'failed', failure: evil, failureOutput: evil }]), reportOf(Array.from({ length: 5 }, () => run))]) {
      const markup = withoutScripts(pageOf(model));
      expect(markup).to.not.match(/<img|\sstyle\s*=/);
      expect(decodeEntities(markup)).to.include(evil);
      expect(writeSummary(model).replace(/`[^`]*`/g, '')).to.not.include('<img');
    }
  });
});

describe('report.json and summary.md of a measured run', () => {
  const schema = JSON.parse(readFileSync('schemas/report-v1.schema.json', 'utf8')) as { properties: { workloads: object }; $defs: object };
  const closed = JSON.parse(JSON.stringify({ ...schema.properties.workloads, $defs: schema.$defs }), (_, value: { properties?: object; additionalProperties?: boolean } | null) => {
    if (typeof value === 'object' && value?.properties !== undefined) value.additionalProperties = false;
    return value;
  }) as object;
  const validate = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true }).compile(closed);

  it('follow the published schema, which knows every field', () => {
    for (const { workloads } of [measured, failed, many]) expect(validate(JSON.parse(JSON.stringify(workloads))), JSON.stringify(validate.errors)).to.equal(true);
    expect(validate([{ ...measured.workloads[0], colour: 'red' }])).to.equal(false);
    expect(validate([{ ...measured.workloads[0], samples: undefined }])).to.equal(false);
  });

  it('hold a table of metrics in 30 lines', () => {
    const summary = plain(writeSummary({ ...measured, profiles: sampleModel.profiles }));
    expect(summary).to.match(/^\| Wall time \| 2\.5 s \| 2\.25 s to 2\.75 s \| ±12 % \| 5 \|$/m);
    const busy = { ...many, profiles: sampleModel.profiles, inputs: Array.from({ length: 40 }, () => sampleModel.inputs[2]!), limits: Array.from({ length: 40 }, () => sampleModel.limits[0]!) };
    expect(writeSummary(busy).trimEnd().split('\n').length).to.be.at.most(30);
    expect(plain(writeSummary(busy))).to.match(/^\| `job-17` \| 45 s \| .* FAILED \|$/m).and.include('and 45 more workloads');
    expect(writeSummary({ ...measured, ...busy, workloads: [{ ...measured.workloads[0]!, metrics: Array.from({ length: 20 }, () => measured.workloads[0]!.metrics[0]!) }] }).trimEnd().split('\n').length).to.be.at.most(30);
  });
});
