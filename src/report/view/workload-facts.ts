import { headSamples } from '../../core/analysis/workload-samples.ts';
import { selfCheckSentence } from '../../core/gate/false-alarms.ts';
import type { ReportWorkload } from '../../core/model/report.ts';
import type { HostFacts } from '../../core/model/run-record.ts';
import { exactBytes, formatBytes } from '../../core/units/bytes.ts';
import { formatNumber } from '../../core/units/digits.ts';
import { exactPercent, formatPercent } from '../../core/units/percent.ts';
import type { Fact } from './profile.ts';
import { plural } from './words.ts';

/** Backends of `perf-report run` in words; other tools' are shown as they are. */
const backendNames: Readonly<Record<string, string>> = { time: 'GNU time', wait4: 'wait4', 'wait4+time': 'wait4 and GNU time', proc: '/proc', clock: 'a clock alone' };

/** How and on what a workload was measured, as far as known; `work` is what every sample did. */
export function workloadFacts({ samples, backend, host, selfCheck }: ReportWorkload, work: readonly string[]): Fact[] {
  const facts: Fact[] = [];
  const add = (label: string, text: string, exact = ''): void => {
    if (text !== '') facts.push({ label, text, exact, code: false, wide: false });
  };
  const warmups = samples.filter(({ warmup }) => warmup).length;
  add('Samples', `${headSamples(samples).length}${warmups > 0 ? ` after ${plural(warmups, 'warm-up')}` : ''}`);
  add('Work in each sample', work.join(', '));
  add('Measured by', backend === null ? '' : Object.hasOwn(backendNames, backend) ? (backendNames[backend] ?? '') : backend);
  if (selfCheck !== undefined) add('Self-check on this machine', selfCheckSentence(selfCheck), `Upper 95 % bound ${exactPercent(selfCheck.upperRate)}`);
  if (host === null) return facts;
  add('Processor', [host.cpuModel, host.cpuCount === null ? null : plural(host.cpuCount, 'core')].filter((part) => part !== null).join(', '));
  if (host.memoryBytes !== null) add('Memory', formatBytes(host.memoryBytes), exactBytes(host.memoryBytes));
  add('Container', limitsOf(host));
  add('System', [host.os, host.arch].filter((part) => part !== null).join(', '));
  add('Governor', host.governor ?? '');
  add('Load', [host.loadBefore, host.loadAfter].map((load) => (load === null ? 'unknown' : formatNumber(load))).join(' before, ') + ' after', '');
  if (host.loadBefore === null && host.loadAfter === null) facts.pop();
  if (host.stealShare !== null && host.stealShare > 0) add('Stolen time', formatPercent(host.stealShare));
  return facts;
}

function limitsOf({ cpuLimit, memoryLimitBytes }: HostFacts): string {
  const parts: string[] = [];
  if (cpuLimit !== null) parts.push(`${formatNumber(cpuLimit)} ${cpuLimit === 1 ? 'processor' : 'processors'}`);
  if (memoryLimitBytes !== null) parts.push(formatBytes(memoryLimitBytes));
  return parts.length === 0 ? '' : `limited to ${parts.join(', ')}`;
}
