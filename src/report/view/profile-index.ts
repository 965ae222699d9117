import type { ReportModel, ReportProfile } from '../../core/model/report.ts';
import { exactBytes, formatBytes } from '../../core/units/bytes.ts';
import { formatPercent } from '../../core/units/percent.ts';
import { exactQuantity } from '../../core/units/quantity.ts';
import { countFigure, quantityFigure, quantityInWords, type Figure } from './figure.ts';
import { isLong } from './place.ts';
import { groupProfiles, type ProfileGroup } from './profile-groups.ts';
import { kindName } from './words.ts';

/** One line of the list of profiles: a profile, and what else the same recording counts. */
export interface IndexRow {
  /** Ids of all profiles of the line. */
  readonly ids: string;
  readonly href: string;
  readonly title: string;
  /** What is measured, '' where the title says it. */
  readonly kind: string;
  readonly unit: string;
  readonly thread: string;
  readonly total: Figure;
  readonly twins: readonly { readonly href: string; readonly title: string; readonly total: string; readonly exact: string }[];
  readonly hottest: { readonly name: string; readonly long: boolean; readonly own: boolean; readonly share: string; readonly value: string; readonly waiting: boolean } | null;
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
  const rows = groupProfiles(model.profiles).map(indexRow);
  return { hasSamples: rows.some((row) => row.samples !== null), hasDuration: rows.some((row) => row.duration !== null), rows };
}

/** Address of a profile that opens what it is folded into, without script too. */
export function profileHref(profile: Pick<ReportProfile, 'id'>): string {
  return `#${profile.id}-facts`;
}

function indexRow({ main, twins }: ProfileGroup): IndexRow {
  const [hot] = main.hottest;
  const kind = kindName(main.kind);
  return {
    ids: [main, ...twins].map(({ id }) => id).join(' '),
    href: profileHref(main),
    title: main.title,
    kind: kind.toLowerCase() === main.title.toLowerCase() ? '' : kind,
    unit: main.unit,
    thread: main.thread === null || main.thread === main.title ? '' : main.thread,
    total: { ...quantityFigure(main.total, main.unit), text: quantityInWords(main.total, main) },
    twins: twins.map((twin) => ({ href: profileHref(twin), title: twin.title, total: quantityInWords(twin.total, twin), exact: exactQuantity(twin.total, twin.unit) })),
    hottest: hot === undefined ? null : { name: hot.name, long: isLong(hot.name), own: hot.owner === 'own', share: formatPercent(hot.share), value: String(hot.share), waiting: hot.waiting },
    samples: main.samples === null ? null : countFigure(main.samples),
    duration: main.durationSeconds === null ? null : quantityFigure(main.durationSeconds, 'seconds'),
    file: main.file,
    size: { text: formatBytes(main.fileBytes), exact: exactBytes(main.fileBytes), value: String(main.fileBytes) },
  };
}
