import { expect } from 'chai';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { readFileSync } from 'node:fs';
import { buildReport } from '../../src/core/analysis/build-report.ts';
import type { ReadFile } from '../../src/core/analysis/build-report-input.ts';
import { chartsOf } from '../../src/core/analysis/charts.ts';
import type { ChartSeries, TimeChart } from '../../src/core/model/chart.ts';
import type { ReportChart, ReportModel } from '../../src/core/model/report.ts';
import { mprofImporter } from '../../src/importers/mprof.ts';
import { renderReport } from '../../src/report/render.ts';
import { axisTicks } from '../../src/report/svg/axis.ts';
import { drawLineChart } from '../../src/report/svg/line-chart.ts';
import { readFixture } from '../helpers/fixtures.ts';
import { importBytes } from '../helpers/memory-source.ts';
import { readAssets, renderInput, sampleModel } from './sample-model.ts';

const blank: ReadFile = { file: 'a.dat', bytes: 1, format: 'mprof', formatTitle: 'mprof', set: null, facts: null, run: null, error: null, notes: [] };

function fileWith(charts: readonly TimeChart[]): ReadFile {
  return { ...blank, set: { format: 'mprof', profiles: [], defaultProfile: 0, charts, notes: [] } };
}

function chartOf(series: readonly ChartSeries[], marks: TimeChart['marks'] = []): TimeChart {
  return { title: 'Memory over time', unit: 'bytes', series, marks, startedAt: null, notes: [] };
}

function oneChart(chart: TimeChart): ReportChart {
  return chartsOf([fileWith([chart])])[0] as ReportChart;
}

describe('charts of a report', () => {
  it('thins a long line to lowest and highest of each moment: first, last and peak stay', () => {
    const count = 200_000;
    const seconds = Array.from({ length: count }, (_, i) => i / 10);
    const values = seconds.map((_, i) => (i === 77_777 ? 5000 : i === 123_456 ? 1 : 1000 + (i % 7)));
    const chart = oneChart(chartOf([{ name: 'main', seconds, values }]));
    const [line] = chart.series as [ChartSeries];
    expect(line.values.length).to.be.within(500, 1100);
    expect([line.seconds[0], line.values[0], line.seconds.at(-1), line.values.at(-1)]).to.deep.equal([0, values[0], seconds.at(-1), values.at(-1)]);
    expect(chart.peak).to.deep.equal({ value: 5000, atSeconds: 7777.7 });
    expect(line.values[line.seconds.indexOf(7777.7)]).to.equal(5000);
    expect(line.values[line.seconds.indexOf(12_345.6)]).to.equal(1);
    expect(line.seconds.every((second, i) => second > (line.seconds[i - 1] ?? -1))).to.equal(true);
    expect(line.seconds.every((second, i) => values[Math.round(second * 10)] === line.values[i])).to.equal(true);
    expect(chart.notes.map(({ code, text }) => `${code} ${text.split(' ')[0] ?? ''}`)).to.deep.equal(['thinned 200,000']);
  });

  it('keeps the first line and those with the highest peaks, the longest spans, and says so', () => {
    const series = Array.from({ length: 40 }, (_, i) => ({ name: `child ${i}`, seconds: [0], values: [i] }));
    const marks = Array.from({ length: 1000 }, (_, i) => ({ name: `f${i}`, startSeconds: i, endSeconds: i + (i % 500) }));
    const chart = oneChart(chartOf(series, marks));
    expect(chart.series.map(({ name }) => name)).to.deep.equal(['child 0', ...Array.from({ length: 11 }, (_, i) => `child ${29 + i}`)]);
    expect(chart.marks.length).to.equal(300);
    expect(Math.min(...chart.marks.map((mark) => mark.endSeconds - mark.startSeconds))).to.equal(350);
    expect(chart.notes.map(({ code }) => code)).to.deep.equal(['series-capped', 'marks-capped']);
    expect(chart.peak).to.deep.equal({ value: 39, atSeconds: 0 });
  });

  it('survives no series, one reading, nothing but zeros and times that do not move', () => {
    const charts: TimeChart[] = [chartOf([]), chartOf([{ name: 'a', seconds: [], values: [] }]), chartOf([{ name: 'a', seconds: [0], values: [7] }]), chartOf([{ name: 'a', seconds: [0, 0], values: [0, 0] }]), chartOf([{ name: 'a', seconds: Array.from({ length: 3000 }, () => 0), values: Array.from({ length: 3000 }, (_, i) => i) }])];
    for (const chart of chartsOf([fileWith(charts)])) expect(drawLineChart(chart, '')).not.to.match(/NaN|Infinity|undefined/);
  });
});

describe('axis ticks', () => {
  const texts = (largest: number, unit: 'seconds' | 'bytes' | 'count', most: number, beyond: boolean): string => axisTicks(largest, unit, most, beyond).map(({ text }) => text.replace('\u00a0', ' ')).join(', ');

  it('are few, round, in one unit', () => {
    expect(texts(47 * 1024 ** 2, 'bytes', 4, true)).to.equal('0 MiB, 20 MiB, 40 MiB, 60 MiB');
    expect(texts(1.2 * 1024 ** 3, 'bytes', 4, true)).to.equal('0 GiB, 0.5 GiB, 1 GiB, 1.5 GiB');
    expect(texts(0.579, 'seconds', 6, false)).to.equal('0 ms, 100 ms, 200 ms, 300 ms, 400 ms, 500 ms');
    expect(texts(95, 'seconds', 6, false)).to.equal('0 s, 30 s, 60 s, 90 s');
    expect(texts(1800, 'seconds', 6, false)).to.equal('0 min, 5 min, 10 min, 15 min, 20 min, 25 min, 30 min');
    expect(texts(0, 'bytes', 4, true)).to.equal('0 B, 1 B');
  });

  it('reach any size', () => {
    for (const unit of ['seconds', 'bytes', 'count'] as const) {
      for (let largest = 1e-12; largest < 1e25; largest *= 37) {
        const ticks = axisTicks(largest, unit, 6, true);
        expect(ticks.length, `${largest} ${unit}`).to.be.within(2, 8);
        expect(ticks.at(-1)?.value, `${largest} ${unit}`).to.be.at.least(largest * (1 - 1e-9));
      }
    }
  });
});

describe('a report of nothing but memory over time', () => {
  let model: ReportModel;
  let page: string;
  let summary: string;

  before(async () => {
    const files: ReadFile[] = [];
    for (const name of ['functions.dat', 'children.dat']) files.push({ ...blank, file: name, formatTitle: mprofImporter.title, set: await importBytes(mprofImporter, readFixture(`test/fixtures/mprof/memory_profiler-0.61.0/${name}`)) });
    ({ model } = buildReport(files, null, { toolVersion: '0', top: 20, focus: null, ignore: null, roots: [], readSource: () => null }));
    const rendered = renderReport(renderInput(model, new Map(), readAssets()));
    page = rendered.get('index.html') ?? '';
    summary = rendered.get('summary.md') ?? '';
  });

  it('says the peak first, and does not call it a failure', () => {
    expect(model.headline.replaceAll('\u00a0', ' ')).to.match(/^functions\.dat: memory over time, peak 47\.0 MiB after \d+ ms, and 1 more chart$/);
    expect([model.verdict, model.charts.map(({ id }) => id).join()]).to.deep.equal(['no-baseline', 'c1,c2']);
    expect(summary.replaceAll('\u00a0', ' ')).to.match(/\*\*Memory over time\*\* \(`children\.dat`\): peak 36\.2 MiB after \d+ ms, 12\.2 MiB at the end/);
  });

  it('draws each chart without style and script, with words for those who do not see it', () => {
    const svgs = page.match(/<svg class="chart"[^]*?<\/table>/g) ?? [];
    expect(svgs.length).to.equal(2);
    for (const svg of svgs) {
      expect(svg).not.to.match(/ style=|<script|<style/);
      const [, title = '', text = ''] = /aria-labelledby="(\S+) (\S+)"/.exec(svg) ?? [];
      expect(svg).to.contain(`<title id="${title}">Memory over time</title><desc id="${text}">main process: `);
    }
    expect(svgs[1]?.match(/<polyline/g)?.length).to.equal(3);
    expect(page).to.contain('child ').and.contain('1 chart');
    expect(page.match(/peak [\d.]+\u00a0MiB after/g)?.length).to.be.at.least(2);
  });

  it('is described by the schema', () => {
    const schema = JSON.parse(readFileSync(new URL('../../schemas/report-v1.schema.json', import.meta.url), 'utf8'), (_, value: unknown) => {
      const node = value as { properties?: unknown; type?: unknown; additionalProperties?: boolean } | null;
      if (typeof node === 'object' && node !== null && node.properties !== undefined && node.type !== undefined) node.additionalProperties = false;
      return value;
    }) as Record<string, unknown>;
    const validate = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(schema);
    expect(validate(JSON.parse(JSON.stringify(model))), JSON.stringify(validate.errors)).to.equal(true);
    expect(validate({ ...model, charts: [{ ...model.charts[0], id: 'x' }] })).to.equal(false);
  });

  it('escapes every name', () => {
    const hostile = '</svg><script>alert(1)</script>"\'&';
    const marks = [{ name: hostile, startSeconds: 0, endSeconds: 1 }];
    const series = [hostile, `${hostile}2`].map((name) => ({ name, seconds: [0, 1], values: [1, 2] }));
    const charts = [{ ...oneChart(chartOf(series, marks)), title: hostile, file: hostile, notes: [{ code: 'x', text: hostile }] }];
    const html = renderReport(renderInput({ ...sampleModel, profiles: [], charts }, new Map(), readAssets())).get('index.html') ?? '';
    expect(html).not.to.contain('<script>alert');
    expect(html.match(/&lt;script&gt;alert/g)?.length).to.be.at.least(6);
  });
});
