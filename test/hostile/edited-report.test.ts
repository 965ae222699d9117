import { expect } from 'chai';
import { readStoredReport } from '../../src/commands/compare-stored-report.ts';
import { comparisonLines } from '../../src/commands/compare-summary.ts';
import { buildReport } from '../../src/core/analysis/build-report.ts';
import { InputError } from '../../src/core/errors.ts';
import { rulesFor } from '../../src/core/gate/rules.ts';
import { githubAnnotations } from '../../src/report/annotations.ts';
import { junitXml } from '../../src/report/junit.ts';
import { makePalette } from '../../src/terminal/color.ts';
import { pairsAt } from '../helpers/compared-runs.ts';
import { useTempDir } from '../helpers/temp-dir.ts';

type Fields = Record<string, unknown>;

/** What a hand, or another program, may put in place of anything; `undefined` takes it out. */
const odd: readonly unknown[] = [undefined, 'x', 1e300];
const row: Fields = {
  name: 'parse', file: 'a.py', line: 3, selfBase: 1, selfHead: 2, totalBase: 1, totalHead: 2, callsBase: 4, callsHead: 9, share: 1, why: 'more-work', moreWork: 1, dearerCalls: 0, interaction: 0,
  significant: true, z: 9, before: null, owner: 'own', waiting: false, lines: [], caller: null, commits: [],
};
const comparison: Fields = { id: 'd1', title: 'wall time', kind: 'wall', unit: 'seconds', baseFiles: ['b'], headFiles: ['h'], totalBase: 10, totalHead: 15, worse: [row], better: [], functionCount: 2, uniform: null, sentence: 'parse was called twice as often', notes: [] };
const samples = pairsAt(12, 1.5, () => ({ counters: { assets: 3 } }));
const workload: Fields = { name: 'sample', file: 'run.json', verdict: 'fail', reason: 'slower', failureOutput: null, metrics: [], culprits: [], samples, backend: 'procfs', host: { os: 'linux', cpuCount: 2 }, notes: [], control: pairsAt(12, 1), baseRef: 'main' };
const report: Fields = { schema: 'perf-report/report/v1', verdict: 'fail', headline: 'slower', run: null, inputs: [], profiles: [], workloads: [workload], charts: [], comparisons: [comparison], gate: null, limits: [], notes: [] };

/** Each field of an object replaced by each odd value. */
function* editsOf(object: Fields, place: string, within: (edited: Fields) => Fields): Generator<{ readonly label: string; readonly edited: Fields }> {
  for (const field of Object.keys(object)) {
    for (const value of odd) yield { label: `${place}.${field} = ${JSON.stringify(value)}`, edited: within({ ...object, [field]: value }) };
  }
}

describe('a report.json that was edited', () => {
  const dir = useTempDir();

  it('is judged or refused with a reason, never passed, and never shows what is no figure', async () => {
    const gates = [['wall', null, 0.1], ['cpu', null, 0.1], ['calls', 'parse', 0]] as const;
    const rules = rulesFor(gates.map(([metric, name, threshold]) => ({ metric, function: name, threshold, criticality: 'FAILURE' })));
    const edits = [
      ...editsOf(report, 'report', (edited) => edited),
      ...editsOf(workload, 'workload', (edited) => ({ ...report, workloads: [edited] })),
      ...editsOf(samples[0] as Fields, 'sample', (edited) => ({ ...report, workloads: [{ ...workload, samples: samples.map((sample, index) => (index % 2 === 0 ? sample : { ...edited, ...(edited['arm'] === 'base' ? { arm: 'head', pair: (index + 1) / 2 } : {}) })) }] })),
      ...editsOf(comparison, 'comparison', (edited) => ({ ...report, comparisons: [edited] })),
      ...editsOf(row, 'row', (edited) => ({ ...report, comparisons: [{ ...comparison, worse: [edited] }] })),
    ];
    expect(edits.length).to.be.greaterThan(150);
    for (const { label, edited } of edits) {
      const path = dir.write('report.json', JSON.stringify(edited));
      const stored = await readStoredReport(path, 'report.json').catch((error: unknown) => error);
      if (stored instanceof Error) {
        expect(stored, label).to.be.instanceOf(InputError).with.property('message').that.matches(/missing or of a wrong type|no list of objects|schema/);
        continue;
      }
      const known = stored as Awaited<ReturnType<typeof readStoredReport>>;
      const request = { base: null, preferPairs: true, rulesOf: () => rules, accepted: [], today: '2026-11-26', stored: known };
      const { model } = buildReport(known.files, null, { toolVersion: '0', top: 0, focus: null, ignore: null, roots: [], readSource: () => null }, request);
      const said = [...comparisonLines(model, makePalette(false), 0), junitXml(model), ...githubAnnotations(model)].join('\n');
      expect(said, label).not.to.match(/NaN|Infinity|∞|undefined|\bnull\b|\[object/);
      // Its head is half as slow again: an edit may take evidence away, and must not make it good.
      expect(['pass', 'improved'], label).not.to.include(model.verdict);
    }
  });
});
