import { packPayloads, inlineScript, inlineStyle, scriptJson, type Payload } from '../embed.ts';
import { pageData } from '../page-data.ts';
import type { RenderInput } from '../render-input.ts';
import { pageHatch } from '../svg/flame-inline.ts';
import { hatchPattern } from '../svg/palette.ts';
import { cardView, type CardView } from './card.ts';
import { chartSections, type ChartSection } from './chart.ts';
import { isCompared } from './compared.ts';
import { comparisonsView, type ComparisonSection } from './comparison.ts';
import { failureRows, fileRows, type FailureRow, type FileRow } from './inputs.ts';
import { profileIndex, type ProfileIndex } from './profile-index.ts';
import { profileSection, type Fact, type ProfileSection } from './profile.ts';
import { commandLines, type CommandLine } from './reproduce.ts';
import { readWords, runFacts, runLine, type RunLine } from './run.ts';
import { verdictCard, type VerdictCardView } from './verdict-card.ts';
import { verdictTitle } from './verdict-headline.ts';
import { measuredView, type MeasuredView } from './workload.ts';

/** Everything the templates read: plain data. Names that end in `Html` are markup made here, the rest is text. */
export interface PageView {
  readonly title: string;
  readonly cssHtml: string;
  readonly hatchHtml: string;
  readonly runLine: RunLine;
  /** What was read, at the end of the run line. */
  readonly read: string;
  /** The card of a report with two sides; null where nothing is compared. */
  readonly verdict: VerdictCardView | null;
  /** The card of a report without; null where `verdict` is there. */
  readonly card: CardView | null;
  /** What changed, where that comes before the profiles, and where it comes after them. */
  readonly changesFirst: readonly ComparisonSection[];
  readonly changesLast: readonly ComparisonSection[];
  readonly measured: MeasuredView | null;
  readonly interactive: boolean;
  readonly failures: readonly FailureRow[];
  readonly index: ProfileIndex | null;
  readonly profiles: readonly ProfileSection[];
  readonly charts: readonly ChartSection[];
  readonly files: readonly FileRow[];
  readonly limits: readonly { readonly where: string; readonly text: string }[];
  readonly notes: readonly string[];
  readonly facts: readonly Fact[];
  readonly commands: readonly CommandLine[];
  readonly version: string;
  readonly hasViewer: boolean;
  readonly dataHtml: string;
  readonly payloads: readonly Payload[];
  readonly scriptHtml: string;
}

/** The page's view, and the flame graph files by path. */
export function pageView(input: RenderInput): { page: PageView; flameFiles: ReadonlyMap<string, string> } {
  const { model, assets } = input;
  const interactive = assets.clientScript !== '';
  const payloads = interactive ? packPayloads(input) : [];
  const flameFiles = new Map<string, string>();
  const profiles = model.profiles.map((profile, index) => {
    const { section, flameFile } = profileSection(model, profile, input.views.get(profile.id), index);
    if (flameFile !== '') flameFiles.set(section.flame.href, flameFile);
    return section;
  });
  const compared = isCompared(model);
  const changes = comparisonsView(model, input.diffs);
  const page: PageView = {
    title: `${compared || model.workloads.length > 0 ? verdictTitle(model) : model.headline} - Profile Report`,
    cssHtml: inlineStyle(assets.css),
    hatchHtml: hatchPattern(pageHatch),
    runLine: runLine(model),
    read: readWords(model),
    verdict: compared ? verdictCard(model) : null,
    card: compared ? null : cardView(model),
    changesFirst: changes.first ? changes.sections : [],
    changesLast: changes.first ? [] : changes.sections,
    measured: measuredView(model),
    interactive,
    failures: failureRows(model),
    index: profileIndex(model),
    profiles,
    charts: chartSections(model),
    files: fileRows(model),
    limits: model.limits.map(({ where, text }) => ({ where, text })),
    notes: model.notes.map((note) => note.text),
    facts: runFacts(model.run),
    commands: commandLines(model),
    version: model.tool.version,
    hasViewer: payloads.some((payload) => payload.id === 'viewer'),
    dataHtml: interactive ? scriptJson(pageData(model)) : '',
    payloads,
    scriptHtml: inlineScript(assets.clientScript),
  };
  return { page, flameFiles };
}
