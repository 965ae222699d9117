import { expect } from 'chai';
import type { ReportModel } from '../../src/core/model/report.ts';
import { renderReport } from '../../src/report/render.ts';
import { drawInterval, intervalHalf } from '../../src/report/svg/interval.ts';
import { decodeEntities, visibleText, withoutScripts } from './page-text.ts';
import { readAssets, renderInput } from './sample-model.ts';
import { bareProfiles, dedupe, failedOne, improved, inconclusive, many, metricOf, notComparable, passed, regressed, states, suspectMachine, suspected, verdictModel, workloadOf } from './verdict-models.ts';

const assets = readAssets();
const filesOf = (model: ReportModel): ReadonlyMap<string, string> => renderReport(renderInput(model, new Map(), assets));
const plain = (text: string): string => text.replaceAll('\u00a0', ' ').replace(/\s+/g, ' ');
function pageOf(model: ReportModel): string {
  return filesOf(model).get('index.html') ?? '';
}
function cardOf(model: ReportModel): string {
  const html = pageOf(model);
  return plain(visibleText(html.slice(html.indexOf('<section class="card'), html.indexOf('</section>'))));
}
const titleOf = (model: ReportModel): string => plain(decodeEntities(/<title>([^<]*)/.exec(pageOf(model))?.[1] ?? ''));

describe('the verdict card', () => {
  it('makes the title of the verdict, so that a tab tells it', () => {
    expect(titleOf(regressed)).to.equal('REGRESSED +65 % parse-sort - Profile Report');
    expect(titleOf(many)).to.equal('REGRESSED +65 % parse-sort and 1 more - Profile Report');
    const words = { suspected: 'SUSPECTED +7.1 %', passed: 'OK +0.4 %', improved: 'FASTER −12 %', inconclusive: 'INCONCLUSIVE +7 %', notComparable: 'NOT COMPARABLE +30 %', suspectMachine: 'ENVIRONMENT SUSPECT +15 %', failedOne: 'FAILED import', bareProfiles: 'COMPARED Time by cProfile +65 %' };
    for (const [name, start] of Object.entries(words)) expect(titleOf(states[name] as ReportModel)).to.match(new RegExp(`^${start.replaceAll('+', String.raw`\+`)} `));
  });

  it('has the same four answers in every state, in one order, before everything else', () => {
    for (const model of Object.values(states)) {
      expect(cardOf(model)).to.match(/How sure \S.*Gate \S.*Next \S/);
      const html = pageOf(model);
      expect(html.indexOf('<section class="card verdict-card')).to.be.greaterThan(0).and.lessThan(html.indexOf('id="measured"') > 0 ? html.indexOf('id="measured"') : Infinity);
    }
  });

  it('names the function whose own gate made the verdict, whatever else moved more', () => {
    const gate = (verdict: 'fail' | 'improved', name: string, message: string) => ({ workload: 'parse-sort', metric: 'calls', function: name, verdict, criticality: 'UNSTABLE' as const, threshold: 0, message });
    const judged = (verdict: 'fail' | 'improved', own: 'fail' | 'pass', name: string, message: string): string => {
      const steady = workloadOf('parse-sort', 'pass', 1.55, 1.56);
      const outcome = { verdict, result: 'unstable' as const, gates: [gate(verdict, name, message)] };
      return cardOf(verdictModel(verdict, 'unstable', [{ ...steady, verdict: own, reason: message }], { gate: outcome }));
    };
    const slower = judged('fail', 'fail', 'match_rules', 'calls of match_rules: 10 before, 20 now (+100 %); limit +0 %');
    expect(slower).to.match(/REGRESSED: parse-sort: calls of match_rules: 10 before, 20 now/).and.match(/Main cause match_rules rules\/match\.py:112/);
    const faster = judged('improved', 'pass', 'read_exif', 'calls of read_exif: 2,000 before, 800 now (−60 %); limit +0 %');
    expect(faster).to.match(/FASTER: parse-sort: calls of read_exif: 2,000 before, 800 now/).and.match(/Main cause read_exif assets\.py:93/);
  });

  it('says what regressed, how sure, who did it, what the gate did and what next', () => {
    const card = cardOf(regressed);
    expect(card).to.match(/▲ REGRESSED: parse-sort is 65 % slower \(1\.55 s → 2\.56 s\)/);
    expect(card).to.include('dedupe work.py:41 63 ms → 1.04 s; was called 2.4 times as often (35,402 → 84,964) at the same cost per call: 97 % of the slowdown');
    expect(card).to.match(/Gate FAIL \(exit 1\); 2 of 3 gates not met: wall \(limit \+10 %\)/);
    expect(card).to.include('4f1c2aa Look up duplicates too').and.include("perf-report baseline accept report.json --workload parse-sort --metric wall --why '…'").and.include("perf-report baseline accept report.json --workload parse-sort --metric cpu --why '…'");
    expect(pageOf(regressed)).to.include('href="#changes-d1-f0"').and.include('id="changes-d1-f0"');
  });

  it('composes the figures where no sentence came with the metric', () => {
    const [workload] = regressed.workloads;
    const silent = verdictModel('fail', 'failure', [{ ...workload!, metrics: workload!.metrics.map((metric) => ({ ...metric, message: '' })) }]);
    expect(cardOf(silent)).to.include('Interval +60 % to +70 %, 9 pairs, limit +10 %, noise ±1.3 %');
    const [calm] = passed.workloads;
    expect(cardOf(verdictModel('pass', 'pass', [{ ...calm!, metrics: calm!.metrics.map((metric) => ({ ...metric, message: '' })) }]))).to.include('could have seen a slowdown of 3 % or more (9 pairs)');
  });

  it('names no function where nothing changed or where the machine did', () => {
    for (const model of [passed, notComparable, suspectMachine, { ...regressed, comparisons: [{ ...regressed.comparisons[0]!, uniform: 1.6, sentence: 'Everything slowed alike.' }] }]) expect(cardOf(model)).to.not.include('dedupe work.py');
    expect(cardOf(suspectMachine)).to.include('Everything slowed by 15 % alike: the machine, not the code.').and.include('control workload slowed by 14 % too');
  });

  it('says what decides where nothing was certain, the cheapest first', () => {
    expect(cardOf(inconclusive)).to.match(/~ INCONCLUSIVE: upload measured \+7 %.*Too noisy.*gate on CPU time.*about 36 pairs \(28 to 51\): perf-report run upload --pairs 36/);
    expect(cardOf(suspected)).to.include('▲ SUSPECTED').and.include('--pairs 18');
    expect(cardOf(improved)).to.include('▼ FASTER: import is 12 % faster').and.include('Nothing to do');
    expect(cardOf(bareProfiles)).to.include('One recording a side').and.include('this may be noise');
  });

  it('leads with what the verdict is about, never with what is beside it', () => {
    const memory = metricOf('rss', 'Peak memory', 'bytes', 1000, 1003, 'pass');
    const suspect = (metric: typeof memory): ReportModel => verdictModel('environment-suspect', 'note', [workloadOf('app', 'environment-suspect', 1, 5.64, { metrics: [memory, metric], baseRef: 'HEAD~1' })]);
    expect(cardOf(suspect(metricOf('wall', 'Wall time', 'seconds', 1, 5.64, 'environment-suspect')))).to.include('app measured +464 %, but').and.include("perf-report run app --base 'HEAD~1'");
    const apart = verdictModel('not-comparable', 'note', [workloadOf('app', 'not-comparable', 1, 5.64, { metrics: [memory, metricOf('wall', 'Wall time', 'seconds', 1, 5.64, 'not-comparable', { change: null, lower: null, upper: null })], reason: 'other machines' })]);
    for (const text of [cardOf(apart), titleOf(apart)]) expect(text).to.match(/NOT COMPARABLE:? app/).and.not.include('+0.3 %');
    expect(cardOf(apart)).to.include('Other machines').and.include('perf-report run app --base origin/main');
  });

  it('only compares bare recordings, in the words of the comparison', () => {
    const judged: ReportModel = { ...bareProfiles, verdict: 'inconclusive', gate: { verdict: 'inconclusive', result: 'pass', gates: [] }, notes: [{ code: 'profiles-alone', text: 'measure to judge' }] };
    expect(cardOf(judged)).to.match(/^\s*↔ COMPARED: dedupe was called 2\.4 times as often .* at the same cost per call: 97 % of the slowdown.*Measure to judge.*Gate not applied/);
    expect(titleOf(judged)).to.equal(titleOf(bareProfiles));
    expect(filesOf(judged).get('summary.md')).to.match(/^# ↔ COMPARED: dedupe was called/);
    const gate = { workload: '', metric: 'calls', function: 'dedupe', verdict: 'inconclusive', criticality: 'FAILURE', threshold: 0, message: 'dedupe is in neither' } as const;
    expect(cardOf({ ...judged, gate: { verdict: 'inconclusive', result: 'note', gates: [gate] } })).to.include('INCONCLUSIVE');
  });

  it('counts many workloads, worst first, and the failed before all', () => {
    expect(cardOf(many)).to.match(/▲ 2 of 50 REGRESSED: parse-sort \+65 %, thumbs \+22 %\s+1 inconclusive, 3 faster, 44 ok/);
    const html = pageOf(many);
    const rows = html.slice(html.indexOf('id="measured"')).split('<tr').slice(2, 6).map((row) => plain(visibleText(`<tr${row}`)));
    expect(rows.map((row) => /^\S+/.exec(row)?.[0]?.replace(/[▲~▼].*/, ''))).to.deep.equal(['parse-sort', 'thumbs', 'upload', 'fast-0']);
    expect(rows[0]).to.include('▲ REGRESSED').and.include('1.55 s').and.include('2.56 s').and.include('dedupe');
    expect(cardOf(failedOne)).to.match(/✕ 1 of 2 FAILED: import: exited with 137 after 41 s\s+1 ok/).and.to.include('import/stderr.log');
  });

  it('takes a gate on a function at its word', () => {
    const calls = verdictModel('fail', 'failure', [workloadOf('sample', 'fail', 1, 1.01, { metrics: [metricOf('wall', 'Wall time', 'seconds', 1, 1.01, 'pass')] })]);
    const gate = { workload: 'sample', metric: 'calls', function: 'get_asset_info', verdict: 'fail', criticality: 'FAILURE', threshold: 0, message: 'get_asset_info is called 84,964 times, 35,402 before' } as const;
    expect(cardOf({ ...calls, gate: { verdict: 'fail', result: 'failure', gates: [gate] } })).to.include('REGRESSED: sample: get_asset_info is called 84,964 times, 35,402 before').and.include('get_asset_info calls (limit 0 %)');
  });

  it('keeps to text whatever names say, under a header that forbids inline style', () => {
    const evil = '</script><img src=x onerror=alert(1)>{{card}}$&\u202e';
    const change = { ...dedupe, name: evil, file: evil, before: { name: evil, file: evil }, caller: { name: evil, file: evil, callsBase: 1, callsHead: 2 }, lines: [{ line: 1, base: 0, head: 1, text: evil }], commits: [{ sha: evil, date: evil, subject: evil, hunk: evil }] };
    const hostile = { ...workloadOf(evil, 'fail', 1, 2, { culprits: [change], reason: evil }), metrics: [metricOf('wall', evil, 'seconds', 1, 2, 'fail', { message: evil })] };
    for (const model of [verdictModel('fail', 'failure', [hostile]), verdictModel('fail', 'failure', [hostile, hostile])]) {
      const files = filesOf({ ...model, comparisons: [{ ...model.comparisons[0]!, title: evil, sentence: evil, worse: [change], baseFiles: [evil], headFiles: [evil], notes: [{ code: evil, text: evil }] }] });
      const markup = withoutScripts(files.get('index.html') ?? '');
      expect(markup).to.not.match(/<img|\sstyle\s*=/);
      expect(decodeEntities(markup)).to.include(evil);
      expect((files.get('summary.md') ?? '').replace(/`[^`]*`/g, '')).to.not.include('<img').and.not.include('\u202e');
    }
  });

  it('never prints a number that is none', () => {
    const odd = metricOf('wall', 'Wall time', 'seconds', 0, 0, 'not-comparable', { change: NaN, lower: null, upper: Infinity, pairs: 0, pairsNeeded: Infinity, message: '' });
    const model = verdictModel('not-comparable', 'pass', [workloadOf('odd', 'not-comparable', 1, 1, { metrics: [odd], reason: 'every time is 0' })], { comparisons: [{ ...regressed.comparisons[0]!, totalBase: 0, totalHead: 0, worse: [{ ...dedupe, share: NaN, callsBase: 0, callsHead: 0 }] }] });
    for (const text of [visibleText(pageOf(model)), filesOf(model).get('summary.md')]) expect(text).to.not.match(/NaN|Infinity|undefined|null/);
    expect(cardOf(model)).to.include('Every time is 0');
  });
});

describe('drawInterval', () => {
  const plot = { change: 0.66, lower: 0.61, upper: 0.71, limit: 0.1, half: 1, tone: 'fail' };
  const places = (svg: string): { dot: number; zero: number; limit: number; left: number; right: number } => {
    const number = (pattern: RegExp): number => Number(pattern.exec(svg)?.[1]);
    const left = number(/iv-whisker"[^>]*><rect x="([^"]*)"/);
    return { dot: number(/cx="([^"]*)"/), zero: number(/iv-zero" x="([^"]*)"/) + 0.5, limit: number(/iv-limit" x1="([^"]*)"/), left, right: left + number(/iv-whisker"[^>]*><rect x="[^"]*" y="[^"]*" width="([^"]*)"/) };
  };

  it('puts equal shares at equal distances from zero', () => {
    const { dot, zero, limit, left, right } = places(drawInterval(plot));
    expect((dot - zero) / (limit - zero)).to.be.closeTo(6.6, 0.1);
    expect((right - zero) / (left - zero)).to.be.closeTo(0.71 / 0.61, 0.01);
    const mirrored = places(drawInterval({ ...plot, change: -0.66, lower: -0.71, upper: -0.61 }));
    expect(mirrored.zero - mirrored.dot).to.be.closeTo(dot - zero, 0.2);
  });

  it('stays inside whatever it gets, and is nothing for what is no number', () => {
    const svg = drawInterval({ ...plot, change: 50, lower: -Infinity, upper: null });
    for (const [, x] of svg.matchAll(/\s(?:x|cx|x1)="([^"]*)"/g)) expect(Number(x)).to.be.within(0, 160);
    expect(drawInterval({ ...plot, change: NaN })).to.equal('');
    expect(svg).to.not.match(/style=|NaN/);
    expect(svg).to.include('aria-hidden="true"');
  });

  it('has round scales that hold every share', () => expect([intervalHalf([0.01, -0.04]), intervalHalf([0.66, null]), intervalHalf([-3, NaN]), intervalHalf([])]).to.deep.equal([0.05, 1, 5, 0.05]));
});
