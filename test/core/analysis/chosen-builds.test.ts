import { expect } from 'chai';
import { buildComparison, ownBaseOnly, type BuiltComparison, type CompareRequest } from '../../../src/core/analysis/build-comparison.ts';
import type { ReadFile } from '../../../src/core/analysis/build-report-input.ts';
import { runsOf, workloadsOf } from '../../../src/core/analysis/workloads.ts';
import { rulesFor } from '../../../src/core/gate/rules.ts';
import type { WorkloadRun } from '../../../src/core/model/run-record.ts';
import { around, host, run, sample } from '../gate/runs.ts';

const wall = { metric: 'wall', function: null, threshold: 0.1, criticality: 'FAILURE' as const };
const fileOf = (each: WorkloadRun): ReadFile => ({ file: each.file, bytes: 0, format: 'run-json', formatTitle: 'run', set: null, facts: null, run: each, error: null, notes: [] });

function compare(heads: readonly WorkloadRun[], bases: readonly WorkloadRun[], changes: Partial<CompareRequest> = {}): BuiltComparison {
  const files = heads.map(fileOf);
  const options = { toolVersion: '0', top: 10, focus: null, ignore: null, roots: [], readSource: () => null };
  const request: CompareRequest = { ...ownBaseOnly, base: bases.map(fileOf), rulesOf: () => rulesFor([wall]), ...changes };
  const built = buildComparison({ runs: runsOf(files), workloads: workloadsOf(files).workloads, profiles: [] }, request, options);
  if (built === null) throw new Error('nothing was compared');
  return built;
}
/** Build of a day of November 2026, its wall time around e to the power of `centre`. */
function build(day: number, centre: number, changes: Partial<WorkloadRun> = {}): WorkloadRun {
  const startedAt = `2026-11-${String(day).padStart(2, '0')}T07:00:00.000Z`;
  return run(around(centre, 10).map((log) => sample({ wallSeconds: Math.exp(log), startedAt })), { file: `runs/day-${(day * 7) % 30}/run.json`, host: host(), startedAt, ...changes });
}
const builds = (count: number): WorkloadRun[] => around(0, count, 0.02).map((log, place) => build(place + 1, log));
const codes = (built: BuiltComparison): string[] => built.workloads.flatMap(({ notes }) => notes.map(({ code }) => code));

describe('several stored builds', () => {
  it('are judged as a history, in the order of time, without the head, its copies, and builds of other machines', () => {
    const head = build(20, 0.2, { file: 'head/run.json' });
    const built = compare([head], [...builds(12), { ...head, file: 'runs/latest/run.json' }, build(3, 0, { file: 'copy/run.json' }), build(15, 0.4, { host: host({ fingerprint: 'f2', cpuModel: 'Other CPU' }) })]);
    const [workload] = built.workloads;
    expect([built.verdict, workload?.history?.builds.length, workload?.metrics[0]?.baseValues.length]).to.deep.equal(['warn', 12, 12]);
    expect(workload?.history?.builds.map(({ startedAt }) => startedAt?.slice(8, 10))).to.deep.equal(['01', '02', '03', '04', '05', '06', '07', '08', '09', '10', '11', '12']);
    expect(codes(built)).to.include.members(['head-in-base', 'builds-left-out']);
  });

  it('fail where a second run of the same commit is beyond too, which is no workload of its own', () => {
    const [first, second, other] = [build(20, 0.2, { file: 'a/run.json', headSha: 'abc' }), build(21, 0.21, { file: 'b/run.json', headSha: 'abc' }), build(21, 0, { file: 'b/run.json', headSha: 'abc' })] as const;
    const failed = compare([second, first], builds(12));
    expect([failed.verdict, failed.workloads.length, failed.gate.result]).to.deep.equal(['fail', 1, 'failure']);
    expect(codes(failed)).to.include('measured-again');
    expect(compare([first, other], builds(12)).verdict).to.equal('warn');
    const [workload] = failed.workloads;
    const histories = new Map([['sort', { builds: workload?.history?.builds ?? [], best: workload?.history?.best ?? [], values: new Map((workload?.metrics ?? []).map(({ metric, baseValues }) => [metric, baseValues])), notes: [] }]]);
    const again = (threshold: number): BuiltComparison => compare([run(workload?.samples ?? [], { host: host() })], [], { base: null, rulesOf: () => rulesFor([{ ...wall, threshold }]), stored: { settled: new Map(), comparisons: [], histories } });
    expect([again(0.1).verdict, again(0.5).verdict]).to.deep.equal(['fail', 'pass']);
    expect(again(0.1).gate.gates.map(({ message }) => message)).to.deep.equal(failed.gate.gates.map(({ message }) => message));
  });

  it('only advise where one is left, and say so where none is', () => {
    const head = build(20, 0.5, { file: 'head/run.json' });
    const one = compare([head], [build(1, 0), { ...head, file: 'runs/latest/run.json' }]);
    expect([one.verdict, one.workloads[0]?.history]).to.deep.equal(['warn', undefined]);
    const none = compare([head], [{ ...head, file: 'runs/latest/run.json' }]);
    expect(none.workloads[0]).to.include({ verdict: 'no-baseline', reason: 'nothing to compare with: the base holds no other run of this workload than the one that is judged' });
    const others = compare([head], [1, 2].map((day) => build(day, 0, { host: host({ fingerprint: 'f2', cpuModel: 'Other CPU' }) })));
    expect(others.verdict).to.equal('not-comparable');
    expect(compare([head], builds(8)).workloads[0]?.reason).to.contain('8 of 10 builds needed');
  });
});
