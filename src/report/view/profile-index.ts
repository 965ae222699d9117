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

/** The list of profiles, largest first as in the model; empty where there is only one. */
export function indexRows(model: ReportModel): IndexRow[] {
  if (model.profiles.length < 2) return [];
  return model.profiles.map((profile) => ({
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
}
