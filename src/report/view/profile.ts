import type { ReportModel, ReportProfile } from '../../core/model/report.ts';
import { exactBytes, formatBytes } from '../../core/units/bytes.ts';
import { exactDuration, formatDuration } from '../../core/units/duration.ts';
import { formatPercent } from '../../core/units/percent.ts';
import { exactQuantity, formatQuantity } from '../../core/units/quantity.ts';
import type { ProfileView } from '../render-input.ts';
import { quantityInWords } from './figure.ts';
import { drawFlame, openProfiles, type FlameView } from './flame.ts';
import { functionsView, type FunctionsView } from './functions.ts';
import { sitesView, type SitesTable } from './sites.ts';
import { sourcesView, type SourceView } from './sources.ts';
import { formatMoment, kindName, semanticsName, unitName } from './words.ts';

/** Everything one profile's section shows. */
export interface ProfileSection {
  readonly id: string;
  readonly title: string;
  readonly file: string;
  /** Total in words, for the folded heading. */
  readonly total: string;
  readonly folded: boolean;
  readonly facts: readonly Fact[];
  readonly notes: readonly string[];
  readonly flame: FlameView;
  readonly functions: FunctionsView | null;
  readonly sites: readonly SitesTable[];
  readonly sources: readonly SourceView[];
  readonly sourcesHeading: string;
}

/** On a page with more profiles than this the list comes first and every section is folded. */
const listedProfiles = 24;

/** A labelled fact; `exact` is the title, '' where the text is exact. */
export interface Fact {
  readonly label: string;
  readonly text: string;
  readonly exact: string;
  /** True for paths and commands. */
  readonly code: boolean;
  /** True for what needs two columns. */
  readonly wide: boolean;
}

/** One profile's section, and the content of its flame graph file ('' where there is none). */
export function profileSection(model: ReportModel, profile: ReportProfile, view: ProfileView | undefined, index: number): { section: ProfileSection; flameFile: string } {
  const count = model.profiles.length;
  const flame = drawFlame(profile, view, index);
  const section: ProfileSection = {
    id: profile.id,
    title: profile.title,
    file: profile.file,
    total: quantityInWords(profile.total, profile),
    folded: count > openProfiles && (index > 0 || count > listedProfiles),
    facts: profileFacts(profile),
    notes: profile.notes.map((note) => note.text),
    flame: flame.view,
    functions: functionsView(model, profile, view?.viewerNames ?? []),
    sites: sitesView(profile),
    sources: sourcesView(profile),
    sourcesHeading: profile.unit === 'bytes' ? 'Memory by source line' : 'Cost by source line',
  };
  return { section, flameFile: flame.file };
}

function profileFacts(profile: ReportProfile): Fact[] {
  const facts: Fact[] = [
    { label: 'Total', text: quantityInWords(profile.total, profile), exact: exactQuantity(profile.total, profile.unit), code: false, wide: false },
    { label: 'Kind', text: `${kindName(profile.kind)}${profile.unit === 'count' ? '' : `, in ${unitName(profile.unit)}`}`, exact: '', code: false, wide: false },
  ];
  if (profile.samples !== null) facts.push({ label: profile.semantics === 'snapshot' ? 'Traces' : 'Samples', text: formatQuantity(profile.samples, 'count'), exact: '', code: false, wide: false });
  if (profile.calls !== null) facts.push({ label: 'Calls', text: formatQuantity(profile.calls, 'count'), exact: '', code: false, wide: false });
  facts.push({ label: 'Functions', text: formatQuantity(profile.functionCount, 'count'), exact: '', code: false, wide: false });
  if (profile.durationSeconds !== null) facts.push({ label: 'Duration', text: formatDuration(profile.durationSeconds), exact: exactDuration(profile.durationSeconds), code: false, wide: false });
  if (profile.startedAt !== null) facts.push({ label: 'Started', text: formatMoment(profile.startedAt), exact: profile.startedAt, code: false, wide: false });
  if (profile.waiting !== null) {
    const { self, share } = profile.waiting;
    facts.push({ label: 'Waiting', text: `${formatQuantity(self, profile.unit)}, ${formatPercent(share)}`, exact: `${exactQuantity(self, profile.unit)} in sockets, locks, sleep or poll`, code: false, wide: false });
  }
  if (profile.thread !== null) facts.push({ label: 'Thread', text: profile.thread, exact: '', code: false, wide: false });
  facts.push({ label: 'File', text: `${profile.file}, ${formatBytes(profile.fileBytes)}`, exact: exactBytes(profile.fileBytes), code: true, wide: true });
  facts.push({ label: 'Format', text: profile.formatTitle === '' ? profile.format : profile.formatTitle, exact: profile.format, code: false, wide: false });
  facts.push({ label: 'How measured', text: semanticsName(profile.semantics), exact: '', code: false, wide: true });
  return facts;
}
