import { expect } from 'chai';
import type { ReportMetric, ReportModel, ReportWorkload } from '../../../src/core/model/report.ts';
import type { HostFacts, RunSample, WorkloadRun } from '../../../src/core/model/run-record.ts';
import { importLimits } from '../../../src/core/limits.ts';
import { pstatsImporter } from '../../../src/importers/pstats.ts';
import { readFixture } from '../../helpers/fixtures.ts';
import { memorySource } from '../../helpers/memory-source.ts';
import { fileOf, reportOf, runOf, sampleOf } from '../../report/workload-model.ts';

function workloadOf(samples: readonly RunSample[], changes: Partial<WorkloadRun> = {}): ReportWorkload {
  return reportOf([runOf(samples, changes)]).workloads[0]!;
}
const metric = (workload: ReportWorkload, name: string): ReportMetric | undefined => workload.metrics.find((each) => each.metric === name);
const plain = (text: string): string => text.replaceAll('\u00a0', ' ');
const notesOf = (workload: ReportWorkload): string => plain(workload.notes.map(({ text }) => text).join('\n'));
const codes = (workload: ReportWorkload): string[] => workload.notes.map(({ code }) => code);
const quiet = [2, 2.01, 1.99, 2.02, 1.98];
const host: HostFacts = { name: null, os: null, arch: null, cpuModel: null, cpuCount: 4, memoryBytes: null, governor: null, cpuLimit: null, memoryLimitBytes: null, runtime: null, runtimes: {}, loadBefore: 0.5, loadAfter: 4, stealShare: 0.01, fingerprint: null };

describe('workloads of a report', () => {
  it('makes metrics of the samples of the head that ended well', () => {
    const samples = [sampleOf(9, { warmup: true }), sampleOf(4), sampleOf(77, { exitCode: 2 }), sampleOf(1), sampleOf(66, { signal: 9, exitCode: null }), sampleOf(2)];
    const workload = workloadOf(samples);
    expect(workload.metrics.map((each) => [each.metric, each.unit, each.head])).to.deep.equal([['wall', 'seconds', 2], ['cpu', 'seconds', 1.75], ['rss', 'bytes', 1048576]]);
    const wall = metric(workload, 'wall')!;
    expect(wall.values).to.deep.equal([4, 1, 2]);
    expect(wall.spread).to.deep.include({ count: 3, median: 2, min: 1, max: 4, lowerQuartile: 1.5, upperQuartile: 3 });
    expect([wall.base, wall.change, wall.lower, wall.upper, wall.pairs, wall.visibleChange, wall.pairsNeeded]).to.deep.equal([null, null, null, null, null, null, null]);
    expect(workload.samples).to.deep.equal(samples);
    expect(notesOf(workload)).to.include('2 of 5 samples failed, left out of the figures: sample 2 exited with 2 after 77 s');
  });

  it('makes metrics per item of counters, whatever they are called', () => {
    const workload = workloadOf([sampleOf(2, { counters: { assets: 8, wall: 1, empty: 0 }, instructions: 5 }), sampleOf(4, { counters: { assets: 8, wall: 1, empty: 0 } })]);
    expect(workload.metrics.map((each) => each.metric)).to.deep.equal(['wall', 'cpu', 'rss', 'instructions', 'wall/assets', 'wall/wall', 'cpu/assets', 'cpu/wall', 'assets', 'counter/wall', 'empty']);
    expect(metric(workload, 'wall/assets')?.values).to.deep.equal([0.25, 0.5]);
    expect(metric(workload, 'cpu/assets')).to.deep.include({ title: 'CPU time per asset', unit: 'seconds', head: 0.328125 });
    expect(metric(workload, 'instructions')?.values).to.deep.equal([5]);
    expect(codes(workload)).to.not.include('work-differs');
  });

  it('counts what it leaves out of hundreds of counters', () => {
    const counters = Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`c${index}`, index]));
    const model = reportOf([runOf([sampleOf(1, { counters })])]);
    expect(model.workloads[0]?.metrics.filter((each) => /^c\d/.test(each.metric))).to.have.length(12);
    expect(model.limits.map(({ text }) => text)).to.deep.equal(['18 of 30 counters are in the samples of report.json and no metrics']);
  });

  it('says that there is nothing to compare with', () => {
    expect(workloadOf(quiet.map((wall) => sampleOf(wall)))).to.deep.include({ verdict: 'no-baseline', reason: 'nothing to compare with: this run has no base', notes: [] });
    expect(workloadOf([]).reason).to.equal('nothing to compare: no sample was measured');
    expect(workloadOf([], { workload: null, file: 'runs/nightly/run.json' }).name).to.equal('nightly');
  });

  it('says why a workload failed, by the run or by its first failed sample', () => {
    const told = reportOf([runOf([sampleOf(1)], { status: 'failed', failure: 'execution 2 of 3 timed out', failureOutput: 'oops' })]);
    expect(told.workloads[0]).to.deep.include({ verdict: 'failed', reason: 'execution 2 of 3 timed out', failureOutput: 'oops' });
    expect([told.verdict, told.headline]).to.deep.equal(['failed', 'Workload sample FAILED: execution 2 of 3 timed out']);
    const killed = workloadOf([sampleOf(41, { exitCode: null, signal: 9, peakRssBytes: 1.9 * 1024 ** 3 }), sampleOf(1, { exitCode: 1 })], { status: null });
    expect([killed.verdict, plain(killed.reason), killed.metrics]).to.deep.equal(['failed', 'sample 1 of 2 was ended by signal 9 (SIGKILL) after 41 s, peak memory 1.9 GiB', []]);
    expect(workloadOf([], { status: 'failed' }).reason).to.equal('the run failed and does not say why');
  });

  it('says how far a run came that did not end', () => {
    const four = [sampleOf(1, { warmup: true }), ...quiet.slice(1).map((wall) => sampleOf(wall))];
    expect(notesOf(workloadOf(four, { status: 'interrupted', runs: 10 }))).to.equal('the run was interrupted after 4 of 10 samples: what was measured is shown');
    expect(notesOf(workloadOf(four, { status: 'running', runs: null }))).to.include('after 4 samples; what was measured is shown');
  });

  it('notices samples that did different amounts of work', () => {
    const counted = (assets: number | null): RunSample => sampleOf(1, { counters: assets === null ? null : { assets } });
    expect(notesOf(workloadOf([counted(250), counted(251)]))).to.include('different amounts of work from sample to sample (assets 250 to 251)');
    expect(notesOf(workloadOf([counted(250), counted(null)]))).to.include('assets is missing in 1 sample)');
  });

  it('advises what to do about noise above 5 %', () => {
    const cpu = (wall: number): RunSample => sampleOf(wall, { cpuUserSeconds: 1, cpuSystemSeconds: 0 });
    // Standard deviation of 0.9, 1, 1.1 is 0.1.
    expect(notesOf(workloadOf([0.9, 1, 1.1].map((wall) => sampleOf(wall))))).to.match(/^wall time varies by ±1[05] % from sample to sample, .*: make the workload longer, take more samples, or use a quieter machine$/);
    expect(notesOf(workloadOf([0.9, 1, 1.1].map(cpu)))).to.include(': judge by CPU time, which varies by ±0 % only, make the workload longer');
    expect(codes(workloadOf(quiet.map((wall) => sampleOf(wall))))).to.deep.equal([]);
  });

  it('says that the machine was busy', () => {
    expect(codes(workloadOf([sampleOf(1)], { host }))).to.deep.equal([]);
    expect(notesOf(workloadOf([sampleOf(1)], { host: { ...host, loadBefore: 2.1, stealShare: 0.031 } }))).to.equal(
      "the machine was busy before the samples (load 2.1 on 4 processors): times may be longer than on a quiet one\nthe hypervisor gave 3.1 % of the processor time to others while the samples ran: times may be longer than the program's own",
    );
  });

  it('has one workload for each run.json, by path', () => {
    const model = reportOf([runOf([sampleOf(3)], { file: 'b/run.json', workload: 'second' }), runOf([sampleOf(2)], { file: 'a/run.json', workload: 'first' })]);
    expect(model.workloads.map(({ name, file }) => [name, file])).to.deep.equal([['first', 'a/run.json'], ['second', 'b/run.json']]);
    expect(plain(model.headline)).to.equal('2 workloads measured: first 2 s, second 3 s');
    expect(plain(reportOf(['1/run.json', '2/run.json'].map((file) => runOf([sampleOf(2)], { file }))).headline)).to.equal('2 runs of sample: 2 s, 2 s');
  });
});

describe('profiles of a run', () => {
  let model: ReportModel;
  before(async () => {
    const set = await pstatsImporter.read(memorySource(readFixture('test/fixtures/pstats/cprofile-3.13.0/photo_app.stats')), importLimits);
    const threads = { ...set, profiles: set.profiles.map((each) => ({ ...each, notes: [{ code: 'pstats-threads', text: 'one thread only' }] })) };
    const profile = (file: string) => fileOf(file, { set: threads, format: 'pstats', formatTitle: 'pstats' });
    const failed = fileOf('run/broken.stats', { error: { message: 'cut off', place: '', hint: null } });
    const named = (file: string, changes: object = {}) => ({ file, profiler: 'cprofile', arm: 'head' as const, overhead: null, error: null, ...changes });
    const profiles = [named('./profile.stats', { overhead: 2.1 }), named('sub/../base/profile.stats', { arm: 'base' }), named('gone.stats'), named('broken.stats'), named('py-spy', { profiler: 'py-spy', error: 'not permitted here' }), named('../../etc/passwd')];
    const run = runOf([sampleOf(2.3), sampleOf(2.3)], { file: 'run/run.json', profiles, notes: [{ code: 'profiler-missing', text: 'no profile by py-spy: not permitted here' }, { code: 'execution', text: 'something else' }] });
    model = reportOf([run], [profile('run/profile.stats'), profile('run/base/profile.stats'), profile('other.stats'), failed]);
  });

  it('says how each was recorded', () => {
    const said = Object.fromEntries(model.profiles.map(({ file, notes }) => [file, notes.filter(({ code }) => code === 'profiled-execution').map(({ text }) => text)]));
    expect(said).to.deep.equal({
      'run/profile.stats': ['recorded by cprofile in an extra execution that took 2.1 times as long as the measured median'],
      'other.stats': [],
    });
  });

  it('knows that our recorder keeps threads apart', () => {
    expect(model.profiles.filter(({ notes }) => notes.some(({ code }) => code === 'pstats-threads')).map(({ file }) => file)).to.deep.equal(['other.stats']);
  });

  it('says once why each other one is missing', () => {
    expect(model.workloads[0]?.notes.map(({ text }) => text)).to.deep.equal([
      'no cprofile profile: run.json names gone.stats, and nothing was read from it',
      'no py-spy profile: not permitted here',
      'no cprofile profile: run.json names ../../etc/passwd, and nothing was read from it',
      'something else',
    ]);
  });

  it('starts the report with what the run took and the hottest own function', () => {
    // pstats of Python itself: python3 -c "import pstats; pstats.Stats('photo_app.stats').sort_stats('tottime').print_stats(1)" names decode.
    expect(plain(model.headline)).to.match(/^sample took 2\.3 s \(median of 2, ±0 %\), 1 MiB peak; hottest: decode, \d+ %$/);
  });
});
