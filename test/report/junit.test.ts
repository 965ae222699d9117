import { execFileSync } from 'node:child_process';
import { expect } from 'chai';
import type { GateResult } from '../../src/core/model/comparison.ts';
import type { ReportModel } from '../../src/core/model/report.ts';
import { junitXml } from '../../src/report/junit.ts';
import { reportOf, runOf, sampleOf } from './workload-model.ts';

/** Every control character, lone surrogates, markup, and what ends a CDATA section. */
const hostile = `${Array.from({ length: 0xa0 }, (_, code) => String.fromCharCode(code)).join('')}\ud800 \udc00 \ufffe\uffff ]]> <b a='"'>&amp; \u{1f40d}`;
const gate = (changes: Partial<GateResult>): GateResult => ({ workload: 'sample', metric: 'wall', function: null, verdict: 'pass', criticality: 'FAILURE', threshold: 0.1, message: 'figures', ...changes });

function modelOf(gates: readonly GateResult[], failed = false): ReportModel {
  const model = reportOf([runOf([sampleOf(1), sampleOf(1.5)], failed ? { status: 'failed', failure: 'exited with 137' } : {})]);
  return { ...model, gate: gates.length === 0 ? null : { verdict: 'fail', result: 'failure', gates } };
}

/** Reads XML with expat, which knows nothing of us: per case its names, the element it holds, and what that says. */
const reader = `
import json, sys, xml.etree.ElementTree as tree
def suites(text):
    root = tree.fromstring(text.encode())
    return {'counts': dict(root.attrib), 'cases': [[case.get('classname'), case.get('name'), case.get('time')] + [[part.tag, part.get('message'), part.text] for part in case] for case in root.iter('testcase')]}
print(json.dumps([suites(text) for text in json.load(sys.stdin)]))
`;
type Suites = { counts: Record<string, string>; cases: [string, string, string | null, [string, string | null, string | null]][] }[];
const readAll = (documents: readonly string[]): Suites => JSON.parse(execFileSync('python3', ['-c', reader], { input: JSON.stringify(documents), encoding: 'utf8' })) as Suites;

describe('junit.xml', () => {
  let read: Suites;
  before(() => {
    read = readAll([
      junitXml(modelOf([
        gate({ verdict: 'fail', message: '66 % slower' }),
        gate({ verdict: 'fail', criticality: 'NOTE', metric: 'rss' }),
        gate({ verdict: 'fail', criticality: 'UNSTABLE', metric: 'calls', function: 'get_asset_info', threshold: 0 }),
        gate({ verdict: 'inconclusive', metric: 'cpu', message: 'too noisy' }),
        gate({ verdict: 'warn', workload: 'other' }),
        gate({ verdict: 'not-comparable', workload: 'other', metric: 'cpu' }),
      ])),
      junitXml(modelOf([], true)),
      junitXml(modelOf([])),
      junitXml(modelOf([gate({ verdict: 'fail', workload: hostile, metric: hostile, function: hostile, message: hostile }), gate({ verdict: 'inconclusive', message: hostile })])),
      junitXml(reportOf([])),
    ]);
  });

  it('has a case per gate: failures carry the reason, what could not be judged is skipped', () => {
    expect(read[0]?.counts).to.include({ tests: '6', failures: '2', errors: '0', skipped: '2' });
    expect(read[0]?.cases.map(([suite, name, , [tag, message, text]]) => [suite, name.replaceAll('\u00a0', ' '), tag, message ?? text])).to.deep.equal([
      ['perf-report.sample', 'wall, limit +10 %', 'failure', '66 % slower'],
      ['perf-report.sample', 'rss, limit +10 %', 'system-out', 'figures'],
      ['perf-report.sample', 'calls of get_asset_info, limit +0 %', 'failure', 'figures'],
      ['perf-report.sample', 'cpu, limit +10 %', 'skipped', 'too noisy'],
      ['perf-report.other', 'wall, limit +10 %', 'system-out', 'figures'],
      ['perf-report.other', 'cpu, limit +10 %', 'skipped', 'figures'],
    ]);
  });

  it('tells a failed workload as an error, one without a base as skipped, and no workload as skipped', () => {
    expect([1, 2, 4].map((index) => read[index]?.cases.map(([suite, name, , [tag]]) => [suite, name, tag]))).to.deep.equal([
      [['perf-report.sample', 'the workload runs', 'error']],
      [['perf-report.sample', 'comparison', 'skipped']],
      [['perf-report.profiles', 'functions', 'skipped']],
    ]);
    expect(read[1]?.cases[0]?.[3][1]).to.contain('137');
  });

  it('counts what its cases hold', () => {
    for (const { counts, cases } of read) {
      const count = (tag: string): string => String(cases.filter((each) => each[3][0] === tag).length);
      expect(counts).to.deep.equal({ name: 'perf-report', tests: String(cases.length), failures: count('failure'), errors: count('error'), skipped: count('skipped') });
    }
  });

  it('is valid XML whatever names hold, and loses no character that XML allows', () => {
    const [suite, name, , [tag, message, text]] = read[3]?.cases[0] as Suites[number]['cases'][number];
    expect([tag, read[3]?.counts['tests']]).to.deep.equal(['failure', '2']);
    for (const said of [suite, name, message, text]) {
      expect(said).to.contain("]]> <b a='\"'>&amp; \u{1f40d}").and.contain('\t\n');
      expect(said).not.to.match(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/);
    }
  });
});
