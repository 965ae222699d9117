import { basename } from 'node:path';
import { buildReport } from '../core/analysis/build-report.ts';
import { InputError } from '../core/errors.ts';
import type { ReportModel } from '../core/model/report.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { toolVersion } from '../io/version.ts';
import { writeFileAtomic } from '../io/write-file.ts';
import { githubAnnotations } from '../report/annotations.ts';
import { junitXml } from '../report/junit.ts';
import { decideColor, makePalette, type ColorChoice } from '../terminal/color.ts';
import type { FailOn, GateOptions } from './compare-options.ts';
import { chooseRules } from './compare-rules.ts';
import { readStoredReport, reportJsonIn } from './compare-stored-report.ts';
import { comparisonLines } from './compare-summary.ts';
import { notesText } from './messages.ts';
import type { Shell } from './shell.ts';

export interface GateCall {
  readonly report: string;
  readonly gate: GateOptions;
  /** File to write; null writes none. */
  readonly junit: string | null;
  readonly json: boolean;
  readonly quiet: boolean;
  readonly color: ColorChoice;
}

/** Judges the samples of a report.json by the gates of now. Exit code 1 where a gate fails, 3 for a workload that failed or a file that is no report. */
export async function runGate(call: GateCall, shell: Shell): Promise<ExitCode> {
  const stored = await readStoredReport(await reportJsonIn(call.report), basename(call.report));
  if (stored.files.length + stored.comparisons.length === 0) throw new InputError('holds neither samples nor a comparison: there is nothing to judge', { file: basename(call.report) }, 'make it with perf-report compare, or from a run with a base');
  const rules = await chooseRules(call.gate, stored.files.length, shell);
  const request = { base: null, preferPairs: true, ...rules, today: new Date().toISOString().slice(0, 10), stored };
  const { model } = buildReport(stored.files, null, { toolVersion: toolVersion(), top: 0, focus: null, ignore: null, roots: [], readSource: () => null }, request);
  const code = exitCodeOf(model, call.gate.failOn);
  if (call.junit !== null) await writeFileAtomic(call.junit, junitXml(model));
  if (!call.quiet) shell.stderr.write(notesText(stored.files.flatMap(({ notes }) => notes.filter(({ code }) => code !== 'medians'))));
  if (call.json) shell.stdout.write(`${JSON.stringify(gateJson(model), null, 2)}\n`);
  else {
    if (!call.quiet) shell.stdout.write(`${comparisonLines(model, makePalette(decideColor(call.color, shell.env, shell.stdout.isTTY)), code).join('\n')}\n`);
    if (shell.env['GITHUB_ACTIONS'] === 'true') shell.stdout.write(githubAnnotations(model).map((line) => `${line}\n`).join(''));
  }
  return code;
}

function exitCodeOf({ verdict, gate }: ReportModel, failOn: FailOn): ExitCode {
  if (verdict === 'failed') return exitCodes.input;
  return gate?.result === 'failure' && failOn !== 'never' ? exitCodes.gateFailed : exitCodes.done;
}

function gateJson({ verdict, headline, gate, workloads }: ReportModel): object {
  const judged = workloads.map(({ name, verdict: own, reason, metrics }) => ({ name, verdict: own, reason, metrics }));
  return { schema: 'perf-report/gate/v1', verdict, headline, gate, workloads: judged };
}
