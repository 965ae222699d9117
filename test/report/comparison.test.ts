import { expect } from 'chai';
import type { FunctionChange } from '../../src/core/model/comparison.ts';
import type { ReportModel } from '../../src/core/model/report.ts';
import { renderReport } from '../../src/report/render.ts';
import { writeSummary } from '../../src/report/summary.ts';
import { visibleText } from './page-text.ts';
import { readAssets, renderInput, sampleModel } from './sample-model.ts';
import { bareProfiles, comparison, dedupe, improved, many, passed, regressed, states, suspectMachine } from './verdict-models.ts';

const assets = readAssets();
const plain = (text: string): string => text.replaceAll('\u00a0', ' ').replace(/\s+/g, ' ');
const pageOf = (model: ReportModel): string => renderReport(renderInput(model, new Map(), assets)).get('index.html') ?? '';
function changesOf(model: ReportModel): string {
  const html = pageOf(model);
  const start = html.indexOf('<section class="comparison"');
  return html.slice(start, html.indexOf('</section>', start));
}

describe('what changed', () => {
  it('has each accused function with its figures, reason, lines, caller and commits', () => {
    const text = plain(visibleText(changesOf(regressed)));
    for (const words of ['means over 3 recordings of the base and 3 of the head', '35,402', '84,964', '▲ +980 ms', '97 %', 'was called 2.4 times as often (35,402 → 84,964) at the same cost per call', 'Called mostly by get_asset_info client.py, 35,402 → 84,964 calls', 'for a in assets + duplicates:', '+960 ms', '4f1c2aa Look up duplicates too 2026-11-21', '+ for a in assets + duplicates:', 'b07d11c Name the helper']) expect(text).to.include(words);
    expect(text).to.include('Index.insert index.py:12 new').and.include('was match (rules.py)');
  });

  it('folds what is within noise and what fell, and opens only the first function’s code', () => {
    const html = changesOf(regressed);
    expect(plain(visibleText(html.slice(0, html.indexOf('6 more rose within noise'))))).to.include('match_rules').and.not.include('noise_0');
    expect(html).to.match(/<details class="executions">\s*<summary>6 more rose within noise/).and.match(/<details class="executions">\s*<summary>1 function fell/);
    expect(html.match(/<details class="trail" open>/g)).to.have.length(1);
  });

  it('accuses nobody where everything slowed alike', () => {
    const html = changesOf(suspectMachine);
    expect(plain(visibleText(html))).to.include('no function is named').and.include('9 more rose like everything else');
    expect(html.slice(0, html.indexOf('9 more rose'))).to.not.include('<table');
  });

  it('lists all that rose of single recordings, and says that it may be noise', () => {
    const text = plain(visibleText(changesOf(bareProfiles)));
    expect(text).to.include('base.stats → head.stats').and.include('One recording a side').and.include('noise_5').and.not.include('within noise');
  });

  it('waits, folded, behind the hot functions where all is well', () => {
    const html = pageOf(passed);
    expect(html.indexOf('class="comparison"')).to.be.greaterThan(html.indexOf('class="functions'));
    expect(changesOf(passed)).to.match(/<section[^>]*>\s*<details>/);
    const red = pageOf(regressed);
    expect(red.indexOf('class="comparison"')).to.be.greaterThan(red.indexOf('id="measured"')).and.lessThan(red.indexOf('class="functions'));
    expect(changesOf(improved)).to.match(/<details class="executions" open>\s*<summary>1 function fell/);
  });

  it('is no part of a page without a base', () => expect(pageOf(sampleModel)).to.not.include('class="comparison"').and.not.include('class="card verdict-card'));

  it('says of a function the same on the card, in its row and in the sentence of the comparison', () => {
    const words = 'was called about as often, but each call costs 25 times as much (2 µs → 50 µs)';
    const lead: FunctionChange = { ...dedupe, selfBase: 0.02, selfHead: 0.11, charged: { base: 0.04, head: 1.04 }, words, share: 0.97 };
    const model: ReportModel = { ...regressed, comparisons: [{ ...comparison, worse: [lead, ...comparison.worse.slice(1)], sentence: `dedupe ${words}: 97 % of the slowdown` }], workloads: regressed.workloads.map((workload) => ({ ...workload, culprits: [lead] })) };
    const html = pageOf(model);
    const card = plain(visibleText(html.slice(html.indexOf('verdict-card'), html.indexOf('</section>'))));
    const changes = changesOf(model);
    const row = plain(visibleText(changes.slice(changes.indexOf('<tr id='), changes.indexOf('<tr class="trail-row"'))));
    expect(card).to.include('40 ms → 1.04 s').and.include(`${words}: 97 % of the slowdown`);
    expect(row).to.include(words).and.include('▲ +1 s').and.match(/40 ms\s*1\.04 s/);
    for (const text of [card, row]) expect(text).to.not.match(/20 ms|110 ms|5\.5 times/);
    const below = { ...lead, charged: { base: 0.02, head: 0.03 }, totalBase: 0.1, totalHead: 1.1 };
    expect(plain(visibleText(changesOf({ ...model, comparisons: [{ ...comparison, worse: [below] }] })))).to.include('with what it calls: 100 ms → 1.1 s');
  });
});

describe('summary.md of a comparison', () => {
  it('leads with the verdict and holds cause, gate, next step and figures in 30 lines', () => {
    const text = plain(writeSummary(regressed).replaceAll('\n', '¶')).replaceAll('\\', '');
    expect(text).to.match(/^# ▲ REGRESSED: parse-sort is 65 % slower \(1\.55 s → 2\.56 s\)¶/);
    expect(text).to.match(/\*\*How sure:\*\*.*\*\*Main cause:\*\* `dedupe \(work\.py:41\)`.*\*\*Gate:\*\* FAIL \(exit 1\).*\*\*Next:\*\* Read `4f1c2aa/);
    expect(text).to.include('| Wall time | 1.55 s | 2.56 s | **+65 %** | +60 % to +70 % | ▲ REGRESSED |').and.include('`index.html`');
  });

  it('stays within 30 lines in every state, however much there is to say', () => {
    const limits = Array.from({ length: 40 }, () => sampleModel.limits[0]!);
    const inputs = Array.from({ length: 40 }, () => sampleModel.inputs[2]!);
    for (const model of Object.values(states)) for (const each of [model, { ...model, limits, inputs }]) expect(writeSummary(each).trimEnd().split('\n').length).to.be.at.most(30);
    expect(plain(writeSummary(many))).to.include('| and 44 more workloads |').and.include('`dedupe work.py:41`');
    expect(writeSummary({ ...bareProfiles, comparisons: [{ ...comparison, worse: [{ ...dedupe, name: 'a|b' }] }] })).to.include(String.raw`a\|b`);
  });
});
