import { expect } from 'chai';
import { buildComparison, ownBaseOnly, type BuiltComparison, type CompareRequest } from '../../../src/core/analysis/build-comparison.ts';
import type { ReadFile } from '../../../src/core/analysis/build-report-input.ts';
import { runsOf, workloadsOf } from '../../../src/core/analysis/workloads.ts';
import type { WorkloadRun } from '../../../src/core/model/run-record.ts';
import { around, host, pairsOf, run, sample } from '../gate/runs.ts';

function compare(runs: readonly WorkloadRun[], request: CompareRequest = ownBaseOnly): BuiltComparison | null {
  const files = runs.map((each): ReadFile => ({ file: each.file, bytes: 0, format: 'run-json', formatTitle: 'run', set: null, facts: null, run: each, error: null, notes: [] }));
  const options = { toolVersion: '0', top: 10, focus: null, ignore: null, roots: [], readSource: () => null };
  return buildComparison({ runs: runsOf(files), workloads: workloadsOf(files).workloads, profiles: [] }, request, options);
}

describe('a run with its own base', () => {
  const busy = run(pairsOf(around(1, 18)), { host: host({ loadBefore: 9 }), control: pairsOf(around(0, 18)), baseRef: 'HEAD~1' });

  it('says once that the machine was busy, and keeps what it takes to judge it again', () => {
    const workload = compare([busy])?.workloads[0];
    expect(workload).to.include({ verdict: 'fail', baseRef: 'HEAD~1', control: busy.control });
    const notes = workload?.notes.filter(({ code }) => code === 'busy-machine') ?? [];
    expect(notes).to.have.length(1);
    expect(notes[0]?.text).to.include('treated both arms alike');
  });

  it('is not comparable where the base failed, whatever passes beside it', () => {
    const baseFailure = 'the base could not be measured: its warm-up 1 of 1 exited with 2';
    const failed = run([sample(), sample()], { file: 'out/app/run.json', workload: 'app', baseRef: 'main', baseFailure });
    const passed = run(pairsOf(around(0, 18)));
    expect(compare([passed])?.verdict).to.equal('pass');
    for (const runs of [[failed], [failed, passed]]) {
      const built = compare(runs);
      expect(built).to.include({ verdict: 'not-comparable' });
      expect(built?.gate.result).to.equal('note');
      expect(built?.workloads[0]).to.include({ verdict: 'not-comparable', reason: `nothing to compare with: ${baseFailure}` });
      expect(built?.gate.gates.filter(({ workload }) => workload === 'app').map(({ verdict }) => verdict)).to.deep.equal(['not-comparable', 'not-comparable', 'not-comparable']);
    }
  });
});
