import type { ReportInput, ReportModel } from '../../core/model/report.ts';
import { exactBytes, formatBytes } from '../../core/units/bytes.ts';
import { plural } from './words.ts';

/** A file that could not be read: what, where, and what to do next. */
export interface FailureRow {
  readonly file: string;
  readonly message: string;
  readonly place: string;
  readonly hint: string;
}

/** One file that was looked at. */
export interface FileRow {
  readonly file: string;
  readonly bytes: string;
  readonly exact: string;
  readonly format: string;
  readonly result: string;
  readonly failed: boolean;
  readonly notes: readonly string[];
}

/** Files that could not be read, in the order they were found. */
export function failureRows(model: ReportModel): FailureRow[] {
  const rows: FailureRow[] = [];
  for (const { file, error } of model.inputs) {
    if (error !== null) rows.push({ file, message: error.message, place: error.place, hint: error.hint ?? '' });
  }
  return rows;
}

/** Every file that was looked at. */
export function fileRows(model: ReportModel): FileRow[] {
  return model.inputs.map((input) => ({
    file: input.file,
    bytes: formatBytes(input.bytes),
    exact: exactBytes(input.bytes),
    format: input.format ?? 'not recognised',
    result: resultOf(input, model.charts.filter(({ file }) => file === input.file).length),
    failed: input.error !== null,
    notes: input.notes.map((note) => note.text),
  }));
}

function resultOf(input: ReportInput, charts: number): string {
  if (input.error !== null) return input.profiles > 0 ? `${plural(input.profiles, 'profile')}, then not readable` : 'not read';
  if (charts > 0) return [...(input.profiles > 0 ? [plural(input.profiles, 'profile')] : []), plural(charts, 'chart')].join(', ');
  return input.profiles > 0 ? plural(input.profiles, 'profile') : input.format === null ? 'left out' : 'facts of the run';
}
