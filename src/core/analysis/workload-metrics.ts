import type { LimitHit, ReportMetric, Verdict } from '../model/report.ts';
import type { RunSample } from '../model/run-record.ts';
import { summarize } from '../stats/summary.ts';
import { formatCount } from '../units/count.ts';
import { formatQuantity } from '../units/quantity.ts';
import type { BaseUnit } from '../units/value.ts';
import { cpuSeconds, measuredSamples } from './workload-samples.ts';

/** Counters that become metrics, each up to three. */
export const maxCounters = 12;

/** How a metric is read off a sample. */
export interface Measure {
  readonly metric: string;
  readonly title: string;
  readonly unit: BaseUnit;
  /** Null where the sample does not know. */
  readonly pick: (sample: RunSample) => number | null;
}

const standard: readonly Measure[] = [
  { metric: 'wall', title: 'Wall time', unit: 'seconds', pick: ({ wallSeconds }) => wallSeconds },
  { metric: 'cpu', title: 'CPU time', unit: 'seconds', pick: cpuSeconds },
  { metric: 'rss', title: 'Peak memory', unit: 'bytes', pick: ({ peakRssBytes }) => peakRssBytes },
  { metric: 'instructions', title: 'Instructions', unit: 'count', pick: ({ instructions }) => instructions },
];

/** Every metric that at least one sample of the head knows, and what was left out. Comparison fields are null. */
export function metricsOf(samples: readonly RunSample[], verdict: Verdict, where: string): { metrics: ReportMetric[]; limits: LimitHit[] } {
  const measured = measuredSamples(samples).map(({ sample }) => sample);
  const names = counterNames(measured);
  const left = names.length - Math.min(names.length, maxCounters);
  return {
    metrics: measuresOf(names).flatMap((measure) => metricOf(measure, measured, verdict)),
    limits: left === 0 ? [] : [{ code: 'counters-left-out', where, text: `${left} of ${names.length} counters are in the samples of report.json and no metrics` }],
  };
}

/** How each metric of samples with these counters is read; counters beyond `maxCounters` have none. */
export function measuresOf(names: readonly string[]): Measure[] {
  const counters = names.slice(0, maxCounters);
  const perItem = standard.slice(0, 2).flatMap((measure) => counters.map((name) => perItemMeasure(measure, name)));
  return [...standard, ...perItem, ...counters.map(counterMeasure)];
}

/** Metrics for people: what differs between samples is a row; work that was always the same is told once. */
export interface ShownMetrics {
  readonly rows: readonly ReportMetric[];
  /** "300 assets (13.5 ms each)", for counters that were equal in all samples. */
  readonly work: readonly string[];
}

/** Splits metrics for people: values per item of constant work repeat the total and are no rows. */
export function shownMetrics(metrics: readonly ReportMetric[]): ShownMetrics {
  const constant = metrics.filter(({ metric, unit, spread }) => unit === 'count' && metric !== 'instructions' && spread.min === spread.max);
  const names = new Set(constant.map(({ title }) => title));
  const isPerItem = (metric: string): boolean => metric.includes('/') && names.has(metric.slice(metric.indexOf('/') + 1));
  const work = constant.map(({ title, spread }) => {
    const each = metrics.find(({ metric }) => metric === `wall/${title}`);
    return `${formatCount(spread.median)} ${title}${each === undefined ? '' : ` (${formatQuantity(each.spread.median, each.unit)} each)`}`;
  });
  return { rows: metrics.filter((each) => !constant.includes(each) && !isPerItem(each.metric)), work };
}

/** Names of all counters, in the order in which they were first seen. */
export function counterNames(samples: readonly RunSample[]): string[] {
  return [...new Set(samples.flatMap(({ counters }) => Object.keys(counters ?? {})))];
}

/** A counter of a sample; null where it has none of that name. */
export function counterOf({ counters }: RunSample, name: string): number | null {
  return counters !== null && Object.hasOwn(counters, name) ? (counters[name] ?? null) : null;
}

function counterMeasure(name: string): Measure {
  const taken = standard.some(({ metric }) => metric === name);
  return { metric: taken ? `counter/${name}` : name, title: name, unit: 'count', pick: (sample) => counterOf(sample, name) };
}

function perItemMeasure({ metric, title, unit, pick }: Measure, name: string): Measure {
  return {
    metric: `${metric}/${name}`,
    title: `${title} per ${singular(name)}`,
    unit,
    pick: (sample) => {
      const value = pick(sample);
      const items = counterOf(sample, name);
      return value === null || items === null || items <= 0 ? null : value / items;
    },
  };
}

/** One of `name`: "assets" is asset, "matches" is match, "entries" is entry. */
function singular(name: string): string {
  if (/[^aeiou]ies$/.test(name)) return `${name.slice(0, -3)}y`;
  if (/(?:ch|sh|ss|x)es$/.test(name)) return name.slice(0, -2);
  return /[^su]s$/.test(name) ? name.slice(0, -1) : name;
}

function metricOf({ metric, title, unit, pick }: Measure, samples: readonly RunSample[], verdict: Verdict): ReportMetric[] {
  const values = samples.map(pick).filter((value) => value !== null);
  if (values.length === 0) return [];
  const spread = summarize(values);
  const compared = { baseValues: [], pairsNeededRange: null, message: '', base: null, change: null, lower: null, upper: null, pairs: null, visibleChange: null, pairsNeeded: null };
  return [{ metric, title, unit, ...compared, head: spread.median, verdict, spread, values }];
}
