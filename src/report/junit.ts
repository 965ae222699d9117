import type { GateResult } from '../core/model/comparison.ts';
import type { ReportModel, ReportWorkload } from '../core/model/report.ts';
import type { Verdict } from '../core/model/verdict.ts';
import { formatPercent } from '../core/units/percent.ts';
import { showControls } from './display-text.ts';

/** What a test case says beside its name. */
type CaseOutcome = 'passed' | 'failure' | 'error' | 'skipped';

interface TestCase {
  readonly suite: string;
  readonly name: string;
  /** Seconds that the judged program took, null where that is not what was judged. */
  readonly seconds: number | null;
  readonly outcome: CaseOutcome;
  /** The verdict, as machines read it. */
  readonly type: Verdict;
  readonly message: string;
}

/**
 * `junit.xml` as test reports of build services read it: a test case for each gate. A gate that failed is a failure
 * with its reason (a passed case where its criticality is NOTE), one that could not be judged is skipped with the reason,
 * a workload that failed is an error. Valid XML 1.0 whatever the names hold.
 */
export function junitXml(model: ReportModel): string {
  const cases = testCases(model);
  const suites = [...new Set(cases.map(({ suite }) => suite))];
  const lines = ['<?xml version="1.0" encoding="UTF-8"?>', `<testsuites name="perf-report" ${countsOf(cases)}>`];
  for (const suite of suites) {
    const own = cases.filter((each) => each.suite === suite);
    lines.push(`  <testsuite name="${escape(suite)}" ${countsOf(own)}>`, ...own.flatMap(caseLines), '  </testsuite>');
  }
  return `${[...lines, '</testsuites>'].join('\n')}\n`;
}

function testCases(model: ReportModel): TestCase[] {
  const gates = model.gate?.gates ?? [];
  const cases = gates.map((gate) => gateCase(gate, model.workloads));
  for (const workload of model.workloads) {
    if (workload.verdict === 'failed') cases.push(workloadCase(workload, 'error'));
    else if (!gates.some((gate) => gate.workload === workload.name)) cases.push(workloadCase(workload, isOpen(workload.verdict) ? 'skipped' : 'passed'));
  }
  if (cases.length === 0) cases.push({ suite: 'profiles', name: 'functions', seconds: null, outcome: model.verdict === 'failed' ? 'error' : 'skipped', type: model.verdict, message: model.headline });
  return cases;
}

function gateCase(gate: GateResult, workloads: readonly ReportWorkload[]): TestCase {
  const { workload, metric, verdict, criticality, message } = gate;
  const measured = workloads.find(({ name }) => name === workload)?.metrics.find((each) => each.metric === metric);
  const failed = verdict === 'fail' && criticality !== 'NOTE';
  const seconds = measured?.metric === 'wall' ? measured.head : null;
  return { suite: workload === '' ? 'profiles' : workload, name: gateName(gate), seconds, outcome: failed ? 'failure' : verdict === 'failed' ? 'error' : isOpen(verdict) ? 'skipped' : 'passed', type: verdict, message };
}

/** "wall, limit +10 %", "calls of get_asset_info, limit +0 %". */
function gateName({ metric, function: name, threshold }: GateResult): string {
  return `${metric}${name === null ? '' : ` of ${name}`}, limit +${formatPercent(threshold)}`;
}

function workloadCase({ name, verdict, reason }: ReportWorkload, outcome: CaseOutcome): TestCase {
  return { suite: name, name: outcome === 'error' ? 'the workload runs' : 'comparison', seconds: null, outcome, type: verdict, message: reason };
}

/** Verdicts that neither fail nor pass: green would be a promise, red a lie. */
function isOpen(verdict: Verdict): boolean {
  return verdict === 'inconclusive' || verdict === 'no-baseline' || verdict === 'not-comparable' || verdict === 'environment-suspect';
}

function caseLines({ suite, name, seconds, outcome, type, message }: TestCase): string[] {
  const time = seconds === null ? '' : ` time="${Number(seconds.toPrecision(6))}"`;
  const open = `    <testcase classname="perf-report.${escape(suite)}" name="${escape(name)}"${time}>`;
  const said = outcome === 'passed' ? `<system-out>${escape(message)}</system-out>` : outcome === 'skipped' ? `<skipped message="${escape(message)}"/>` : `<${outcome} type="${type}" message="${escape(message)}">${escape(message)}</${outcome}>`;
  return [open, `      ${said}`, '    </testcase>'];
}

function countsOf(cases: readonly TestCase[]): string {
  const count = (outcome: CaseOutcome): number => cases.filter((each) => each.outcome === outcome).length;
  return `tests="${cases.length}" failures="${count('failure')}" errors="${count('error')}" skipped="${count('skipped')}"`;
}

/** What no XML 1.0 document may hold beside controls. */
const forbidden = /[\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;', '\n': '&#10;', '\t': '&#9;' };

/** Text for attributes and elements: controls become visible or go, line breaks are kept. */
function escape(text: string): string {
  return showControls(text.replace(/\r\n?/g, '\n')).replace(forbidden, '\ufffd').replace(/[&<>"'\n\t]/g, (char) => entities[char] ?? '');
}
