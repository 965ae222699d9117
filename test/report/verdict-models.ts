import type { FunctionChange, GateOutcome, GateResult, ProfileComparison } from '../../src/core/model/comparison.ts';
import type { ReportMetric, ReportModel, ReportWorkload, Verdict } from '../../src/core/model/report.ts';
import { summarize } from '../../src/core/stats/summary.ts';
import { sampleModel } from './sample-model.ts';

/** Nine values around `median`, the same shape for every metric. */
function around(median: number, noise: number): number[] {
  return [0.3, -0.8, 1, -0.2, 0, 0.6, -1, 0.1, -0.4].map((part) => median * (1 + part * noise));
}

/** A metric with both sides; `changes` replace parts. */
export function metricOf(metric: string, title: string, unit: ReportMetric['unit'], base: number, head: number, verdict: Verdict, changes: Partial<ReportMetric> = {}): ReportMetric {
  const change = head / base - 1;
  const values = around(head, 0.02);
  return {
    metric, title, unit, base, head, change, lower: change - 0.05, upper: change + 0.05, pairs: 9, visibleChange: 0.03, pairsNeeded: null, pairsNeededRange: null, verdict,
    spread: summarize(values), values, baseValues: around(base, 0.02), message: `${title} message of ${verdict}.`, ...changes,
  };
}

/** A function on both sides; `changes` replace parts. */
export function changeOf(name: string, file: string, line: number, selfBase: number, selfHead: number, changes: Partial<FunctionChange> = {}): FunctionChange {
  return {
    name, file, line, selfBase, selfHead, totalBase: selfBase, totalHead: selfHead, callsBase: null, callsHead: null, share: (selfHead - selfBase) / 1.01, why: 'unknown', moreWork: null, dearerCalls: null, interaction: null,
    significant: true, z: 12, before: null, owner: 'own', waiting: false, lines: [], caller: null, commits: [], ...changes,
  };
}

const hunk = '@@ -38,6 +38,9 @@ def dedupe(assets):\n     seen = []\n-    for a in assets:\n+    for a in assets + duplicates:\n         if a.id not in seen:';

export const dedupe = changeOf('dedupe', 'work.py', 41, 0.063, 1.043, {
  callsBase: 35_402, callsHead: 84_964, share: 0.97, why: 'more-work', words: 'was called 2.4 times as often (35,402 → 84,964) at the same cost per call', moreWork: 0.97, dearerCalls: 0.01, interaction: 0,
  lines: [{ line: 44, base: 0.05, head: 1.01, text: '        if a.id not in seen:' }, { line: 43, base: 0.01, head: 0.03, text: '    for a in assets + duplicates:' }],
  caller: { name: 'get_asset_info', file: 'client.py', callsBase: 35_402, callsHead: 84_964 },
  commits: [
    { sha: '4f1c2aa90f1d3b7', date: '2026-11-21T16:20:00Z', subject: 'Look up duplicates too', hunk },
    { sha: 'b07d11c3e21aa01', date: '2026-11-20T09:00:00Z', subject: 'Name the helper', hunk: null },
  ],
});

/** cProfile on both sides, three recordings each. */
export const comparison: ProfileComparison = {
  id: 'd1', title: 'Time by cProfile', kind: 'cpu', unit: 'seconds', baseFiles: ['base/1.stats', 'base/2.stats', 'base/3.stats'], headFiles: ['1.stats', '2.stats', '3.stats'], totalBase: 1.55, totalHead: 2.56,
  worse: [
    dedupe,
    changeOf('Index.insert', 'index.py', 12, 0, 0.031, { callsBase: 0, callsHead: 1200, share: 0.03, why: 'new' }),
    changeOf('match_rules', 'rules/match.py', 112, 0.09, 0.118, { callsBase: 250_004, callsHead: 250_004, share: 0.028, why: 'dearer-calls', before: { name: 'match', file: 'rules.py' } }),
    ...Array.from({ length: 6 }, (_, index) => changeOf(`noise_${index}`, 'noise.py', 10 + index, 0.02, 0.021, { significant: false, z: 0.4, share: 0.001 })),
  ],
  better: [changeOf('read_exif', 'assets.py', 93, 0.05, 0.021, { callsBase: 2000, callsHead: 800, share: -0.03, why: 'less-work' })],
  functionCount: 412, uniform: null, sentence: 'dedupe was called 2.4 times as often (35,402 → 84,964) at the same cost per call: 97 % of the slowdown', notes: [],
};

const gateOf = (workload: string, verdict: Verdict, metric = 'wall', changes: Partial<GateResult> = {}): GateResult => ({ workload, metric, function: null, verdict, criticality: 'FAILURE', threshold: 0.1, message: `${metric} of ${workload}: ${verdict}.`, ...changes });

/** A workload with wall, CPU and memory; `changes` replace parts. */
export function workloadOf(name: string, verdict: Verdict, base: number, head: number, changes: Partial<ReportWorkload> = {}): ReportWorkload {
  const metrics = [
    metricOf('wall', 'Wall time', 'seconds', base, head, verdict),
    metricOf('cpu', 'CPU time', 'seconds', base * 1.2, head * 1.15, verdict),
    metricOf('rss', 'Peak memory', 'bytes', 163_577_856, 164_626_432, 'pass', { lower: -0.01, upper: 0.02 }),
  ];
  return { name, file: `${name}/run.json`, verdict, reason: `reason of ${verdict}`, failureOutput: null, metrics, culprits: [], samples: [], backend: 'time', host: null, notes: [], ...changes };
}

/** A report of these workloads; `changes` replace parts. */
export function verdictModel(verdict: Verdict, result: GateOutcome['result'], workloads: readonly ReportWorkload[], changes: Partial<ReportModel> = {}): ReportModel {
  const gates = workloads.flatMap(({ name, metrics }) => metrics.map((metric) => gateOf(name, metric.verdict, metric.metric)));
  return { ...sampleModel, inputs: sampleModel.inputs.filter(({ error }) => error === null), limits: [], verdict, workloads, comparisons: [comparison], gate: { verdict, result, gates }, ...changes };
}

export const regressed = verdictModel('fail', 'failure', [workloadOf('parse-sort', 'fail', 1.55, 2.56, { culprits: [dedupe] })]);
export const suspected = verdictModel('warn', 'unstable', [workloadOf('parse-sort', 'warn', 1.55, 1.66, { culprits: [dedupe], reason: 'the interval lies above 0, the estimate below the limit of 10 %' })]);
export const passed = verdictModel('pass', 'pass', [workloadOf('parse-sort', 'pass', 1.55, 1.556)]);
export const improved = verdictModel('improved', 'pass', [workloadOf('import', 'improved', 1.55, 1.36)], { comparisons: [{ ...comparison, totalBase: 1.55, totalHead: 1.36, worse: [], better: [changeOf('dedupe', 'work.py', 41, 0.4, 0.19, { callsBase: 1000, callsHead: 480, share: 1, why: 'less-work' })], sentence: 'dedupe got cheaper.' }] });
const wide = metricOf('wall', 'Wall time', 'seconds', 2, 2.14, 'inconclusive', { lower: -0.06, upper: 0.21, pairsNeeded: 36, pairsNeededRange: [28, 51], message: 'Wall time changed by +7 %, and -6 % to +21 % crosses the limit of 10 %.', spread: summarize(around(2.14, 0.09)), values: around(2.14, 0.09), baseValues: around(2, 0.09) });
export const inconclusive = verdictModel('inconclusive', 'pass', [workloadOf('upload', 'inconclusive', 2, 2.14, { metrics: [wide, metricOf('cpu', 'CPU time', 'seconds', 1.2, 1.21, 'pass')], reason: 'too noisy: the interval crosses the limit of 10 %' })], { comparisons: [] });
export const notComparable = verdictModel('not-comparable', 'pass', [workloadOf('upload', 'not-comparable', 2, 2.6, { reason: 'base ran on 8 cores, head on 4' })]);
export const suspectMachine = verdictModel('environment-suspect', 'pass', [workloadOf('upload', 'environment-suspect', 2, 2.3, { reason: 'the control workload slowed by 14 % too' })], { comparisons: [{ ...comparison, uniform: 1.15, worse: comparison.worse.map((row) => ({ ...row, significant: false })), sentence: 'Everything slowed by 15 % alike: the machine, not the code.' }] });
export const failedOne = verdictModel('failed', 'failure', [workloadOf('render', 'pass', 1.5, 1.51), workloadOf('import', 'failed', 1, 1, { metrics: [], reason: 'exited with 137 after 41 s', failureOutput: 'Traceback\nMemoryError' })], { headline: '1 of 2 workloads FAILED: import, exited with 137 after 41 s' });
export const bareProfiles: ReportModel = { ...sampleModel, limits: [], gate: null, comparisons: [{ ...comparison, baseFiles: ['base.stats'], headFiles: ['head.stats'], worse: comparison.worse.map((row) => ({ ...row, significant: false, z: null })), better: comparison.better.map((row) => ({ ...row, significant: false, z: null })) }] };

/** Fifty workloads: two regressed, one inconclusive, three faster. */
export const many = verdictModel('fail', 'failure', [
  ...Array.from({ length: 44 }, (_, index) => workloadOf(`job-${index}`, 'pass', 1 + index / 10, 1.004 * (1 + index / 10))),
  workloadOf('parse-sort', 'fail', 1.55, 2.56, { culprits: [dedupe] }),
  workloadOf('thumbs', 'fail', 0.8, 0.98, { culprits: [changeOf('make_thumbnail', 'thumbs.py', 18, 0.1, 0.27)] }),
  workloadOf('upload', 'inconclusive', 2, 2.14, { reason: 'too noisy: the interval crosses the limit of 10 %' }),
  ...Array.from({ length: 3 }, (_, index) => workloadOf(`fast-${index}`, 'improved', 1, 0.8)),
]);

export const states: Readonly<Record<string, ReportModel>> = { regressed, suspected, passed, improved, inconclusive, notComparable, suspectMachine, failedOne, bareProfiles, many };
