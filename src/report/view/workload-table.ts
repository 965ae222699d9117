import { describeEnd, hasFailed } from '../../core/analysis/workload-samples.ts';
import type { ReportWorkload } from '../../core/model/report.ts';
import type { RunSample } from '../../core/model/run-record.ts';
import { formatCount } from '../../core/units/count.ts';
import type { BaseUnit } from '../../core/units/value.ts';
import { quantityFigure, type Figure } from './figure.ts';
import { plural } from './words.ts';

/** Executions that the page lists; report.json has all. */
const maxRows = 60;
const maxCounters = 4;

/** Every execution in the order of time. Columns that no execution fills are left out. */
export interface SampleTable {
  readonly summary: string;
  readonly headings: readonly string[];
  readonly rows: readonly { readonly name: string; readonly failed: boolean; readonly end: string; readonly cells: readonly SampleCell[] }[];
  readonly hasEnd: boolean;
  readonly left: string;
}

export interface SampleCell {
  readonly label: string;
  readonly figure: Figure | null;
}

interface Column {
  readonly heading: string;
  readonly unit: BaseUnit;
  readonly pick: (sample: RunSample) => number | null;
}

const standard: readonly Column[] = [
  { heading: 'Wall', unit: 'seconds', pick: ({ wallSeconds }) => wallSeconds },
  { heading: 'CPU, user', unit: 'seconds', pick: ({ cpuUserSeconds }) => cpuUserSeconds },
  { heading: 'CPU, system', unit: 'seconds', pick: ({ cpuSystemSeconds }) => cpuSystemSeconds },
  { heading: 'Peak memory', unit: 'bytes', pick: ({ peakRssBytes }) => peakRssBytes },
  { heading: 'Instructions', unit: 'count', pick: ({ instructions }) => instructions },
];

/** The executions of a workload; null where there is none. */
export function sampleTable({ samples }: ReportWorkload): SampleTable | null {
  if (samples.length === 0) return null;
  const shown = samples.slice(0, maxRows);
  const names = [...new Set(shown.flatMap(({ counters }) => Object.keys(counters ?? {})))].slice(0, maxCounters);
  const counters = names.map((name): Column => ({ heading: name, unit: 'count', pick: ({ counters: all }) => (all !== null && Object.hasOwn(all, name) ? (all[name] ?? null) : null) }));
  const columns = [...standard, ...counters].filter(({ pick }) => shown.some((sample) => pick(sample) !== null));
  const hasBase = shown.some(({ arm }) => arm === 'base');
  const next = { base: 1, head: 1 };
  const rows = shown.map((sample) => ({
    name: (hasBase ? `${sample.arm} ` : '') + (sample.warmup ? 'warm-up' : String(next[sample.arm]++)),
    failed: hasFailed(sample),
    end: hasFailed(sample) ? describeEnd({ ...sample, wallSeconds: null, peakRssBytes: null }) : '',
    cells: columns.map(({ heading, unit, pick }) => ({ label: heading, figure: cellOf(pick(sample), unit) })),
  }));
  return {
    summary: `All ${plural(samples.length, 'execution')}, in the order of time`,
    headings: columns.map(({ heading }) => heading),
    rows,
    hasEnd: rows.some(({ failed }) => failed),
    left: samples.length > shown.length ? `${formatCount(samples.length - shown.length)} more are in report.json` : '',
  };
}

function cellOf(value: number | null, unit: BaseUnit): Figure | null {
  return value === null ? null : quantityFigure(value, unit);
}
