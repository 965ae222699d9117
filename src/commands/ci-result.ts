import type { ReportModel } from '../core/model/report.ts';
import type { Verdict } from '../core/model/verdict.ts';
import { ciProtocol } from '../config/ci-protocol.ts';

/** What a call of `ci` ends with. `error` is a call that could not do its work. */
export type CiOutcome = 'pass' | 'note' | 'unstable' | 'failure' | 'error';

/** The answer to a CI integration: `result.properties`, described in docs/ci-protocol.md. Paths are relative to the working directory. */
export interface CiResult {
  readonly toolVersion: string;
  readonly verdict: Verdict;
  readonly outcome: CiOutcome;
  /** One sentence. */
  readonly message: string;
  /** '' where there is none. */
  readonly report: string;
  readonly junit: string;
  /** Ant globs of what is worth keeping, and how much that is. */
  readonly archive: readonly string[];
  readonly archiveBytes: number;
  /** What is not archived, and why; '' where all is. */
  readonly archiveNote: string;
  readonly runDirs: readonly string[];
  /** Which baseline was used, and why others were not; one sentence. */
  readonly baseline: string;
  readonly metrics: ReadonlyMap<string, string | number | null>;
}

const maxMessage = 300;

/** Lines `key=value`, sorted; values on one line, so that the reader splits lines at the first `=` and takes no more than \n, \r, \\ and \uXXXX back. */
export function resultText(result: CiResult): string {
  const entries: [string, string | number | null][] = [
    ['protocol', ciProtocol],
    ['tool', result.toolVersion],
    ['verdict', result.verdict],
    ['result', result.outcome],
    ['message', shorten(result.message)],
    ['report', result.report],
    ['junit', result.junit],
    ['archive', result.archive.join(',')],
    ['archiveBytes', result.archiveBytes],
    ['archiveNote', result.archiveNote],
    ['runDirs', result.runDirs.join(',')],
    ['baseline', result.baseline],
    ...[...result.metrics].map(([key, value]): [string, string | number | null] => [`metric.${key}`, value]),
  ];
  return entries
    .map(([key, value]): [string, string] => [keyText(key), valueText(value)])
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([key, value]) => `${key}=${value}\n`)
    .join('');
}

/** `<workload>.<metric>.<field>` of every metric that was measured. */
export function metricEntries({ workloads }: ReportModel): Map<string, string | number | null> {
  const entries = new Map<string, string | number | null>();
  for (const { name, verdict, metrics } of workloads) {
    entries.set(`${name}.verdict`, verdict);
    for (const { metric, base, head, change, verdict: own } of metrics) {
      for (const [field, value] of Object.entries({ base, head, change, verdict: own })) entries.set(`${name}.${metric}.${field}`, value);
    }
  }
  return entries;
}

function shorten(text: string): string {
  return text.length <= maxMessage ? text : `${text.slice(0, maxMessage - 1)}…`;
}

/** Names come from files: what would end a key is taken out of it. */
function keyText(key: string): string {
  return key.replace(/[^A-Za-z0-9._/:-]/g, '_');
}

function valueText(value: string | number | null): string {
  if (value === null) return '';
  // Through bytes: lone halves of a pair are no text that can be written.
  return Buffer.from(String(value)).toString().replace(/[\\\u0000-\u001f\u007f-\u009f\u2028\u2029]/g, (character: string) => (character === '\\' ? '\\\\' : character === '\n' ? '\\n' : character === '\r' ? '\\r' : `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`));
}
