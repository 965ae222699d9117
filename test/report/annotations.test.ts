import { expect } from 'chai';
import type { FunctionChange, GateResult } from '../../src/core/model/comparison.ts';
import type { ReportModel } from '../../src/core/model/report.ts';
import { githubAnnotations } from '../../src/report/annotations.ts';
import { reportOf, runOf, sampleOf } from './workload-model.ts';

const gate = (changes: Partial<GateResult>): GateResult => ({ workload: 'sample', metric: 'wall', function: null, verdict: 'fail', criticality: 'FAILURE', threshold: 0.1, message: 'slower', ...changes });
const culprit = (changes: Partial<FunctionChange>): FunctionChange => ({
  name: 'dedupe', file: 'src/work.js', line: 10, selfBase: 1, selfHead: 2, totalBase: 1, totalHead: 2, callsBase: null, callsHead: null, share: 1, why: 'unknown', moreWork: null, dearerCalls: null, interaction: null,
  significant: true, z: null, before: null, owner: 'own', waiting: false, lines: [], caller: null, commits: [], ...changes,
});

function linesOf(gates: readonly GateResult[], culprits: readonly FunctionChange[] = [], failed = false): string[] {
  const base = reportOf([runOf([sampleOf(1)], failed ? { status: 'failed', failure: 'exited with 1' } : {})]);
  const model: ReportModel = { ...base, workloads: base.workloads.map((workload) => ({ ...workload, culprits })), gate: { verdict: 'fail', result: 'failure', gates } };
  return githubAnnotations(model);
}

describe('GitHub annotations', () => {
  it('are errors for failed gates, warnings for suspected and tolerated ones, notices for open ones', () => {
    const lines = linesOf([gate({}), gate({ verdict: 'warn' }), gate({ criticality: 'UNSTABLE' }), gate({ criticality: 'NOTE' }), gate({ verdict: 'inconclusive' }), gate({ verdict: 'pass' }), gate({ verdict: 'improved' })]);
    expect(lines.map((line) => line.split(' ')[0])).to.deep.equal(['::error', '::warning', '::warning', '::notice', '::notice']);
    expect(linesOf([], [], true)).to.deep.equal(['::error title=sample%3A failed::exited with 1']);
  });

  it('escape what ends a message, a property or a line', () => {
    const [line, more] = linesOf([gate({ workload: 'a,b:c', message: '50 %\r\n::error::x\u001b[31m' })]);
    expect([line, more]).to.deep.equal(['::error title=a%2Cb%3Ac%3A wall::50 %25%0D%0A::error::x␛[31m', undefined]);
    expect(linesOf([gate({ workload: '\u202eabc', message: 'x\u2066y' })])).to.deep.equal([String.raw`::error title=\u202eabc%3A wall::x\u2066y`]);
  });

  it('point to the culprit where it is own code inside the repository', () => {
    const first = (changes: Partial<FunctionChange>): string => linesOf([gate({})], [culprit(changes)])[0] ?? '';
    expect(first({})).to.equal('::error file=src/work.js,line=10,title=sample%3A wall::slower');
    for (const changes of [{ owner: 'library' }, { line: 0 }, { file: '~/x.py' }, { file: '/opt/x.py' }, { file: '../x.py' }, { file: 'C:\\x.py' }, { file: '<string>' }] as const) {
      expect(first(changes), JSON.stringify(changes)).to.equal('::error title=sample%3A wall::slower');
    }
  });

  it('are at most ten of a level, the last of which counts the rest', () => {
    const lines = linesOf(Array.from({ length: 14 }, (_, index) => gate({ metric: `m${index}` })));
    expect([lines.length, lines[9]]).to.deep.equal([10, '::error title=perf-report::and 5 more; the report lists all']);
  });
});
