import type { ReportModel } from '../../core/model/report.ts';
import { exactBytes, formatBytes } from '../../core/units/bytes.ts';
import { countFigure, quantityFigure, type Figure } from './figure.ts';
import { kindName } from './words.ts';

/** One line of the list of profiles. */
export interface IndexRow {
  readonly id: string;
  readonly title: string;
  readonly kind: string;
  readonly thread: string;
  readonly total: Figure;
  readonly unit: string;
  readonly samples: Figure | null;
  readonly duration: Figure | null;
  readonly file: string;
  readonly size: Figure;
}

/** The list of profiles; columns that no profile fills are left out. */
export interface ProfileIndex {
  readonly hasSamples: boolean;
  readonly hasDuration: boolean;
  readonly rows: readonly IndexRow[];
}

/** The list of profiles, largest first as in the model; null where there is only one. */
export function profileIndex(model: ReportModel): ProfileIndex | null {
  if (model.profiles.length < 2) return null;
  const rows = model.profiles.map((profile) => ({
    id: profile.id,
    title: profile.title,
    kind: kindName(profile.kind),
    thread: profile.thread ?? '',
    total: quantityFigure(profile.total, profile.unit),
    unit: profile.unit,
    samples: profile.samples === null ? null : countFigure(profile.samples),
    duration: profile.durationSeconds === null ? null : quantityFigure(profile.durationSeconds, 'seconds'),
    file: profile.file,
    size: { text: formatBytes(profile.fileBytes), exact: exactBytes(profile.fileBytes), value: String(profile.fileBytes) },
  }));
  return { hasSamples: rows.some((row) => row.samples !== null), hasDuration: rows.some((row) => row.duration !== null), rows };
}
