import type { BaseUnit } from '../units/value.ts';
import type { Note } from './note.ts';

/** One line of a chart: `values[i]` was read `seconds[i]` after the start. Times never fall. */
export interface ChartSeries {
  readonly name: string;
  readonly seconds: readonly number[];
  readonly values: readonly number[];
}

/** A time span with a name. */
export interface ChartMark {
  readonly name: string;
  readonly startSeconds: number;
  readonly endSeconds: number;
}

/** Values over time, as a profiler wrote them. */
export interface TimeChart {
  readonly title: string;
  readonly unit: BaseUnit;
  readonly series: readonly ChartSeries[];
  readonly marks: readonly ChartMark[];
  /** ISO 8601 UTC, null where unknown. */
  readonly startedAt: string | null;
  readonly notes: readonly Note[];
}
