import type { HotPlace, ReportModel, ReportProfile, ReportWorkload } from '../../core/model/report.ts';
import type { RunFacts } from '../../core/model/run.ts';
import { quoteForShell } from '../../core/quote-for-shell.ts';
import { exactCount, formatCount } from '../../core/units/count.ts';
import { formatBytes } from '../../core/units/bytes.ts';
import { formatDuration } from '../../core/units/duration.ts';
import { exactPercent, formatPercent } from '../../core/units/percent.ts';
import { exactQuantity, formatQuantity } from '../../core/units/quantity.ts';
import { failedWorkload, workloadDoubts, workloadGate, workloadSentence } from './card-workload.ts';
import { quantityInWords } from './figure.ts';
import { isLong, namedPlace } from './place.ts';
import { groupProfiles } from './profile-groups.ts';
import { profileHref } from './profile-index.ts';
import { measuredHref } from './workload.ts';
import { plural, semanticsName, sentenceCase } from './words.ts';

/** The first screen: what was profiled and where it was spent, in words and figures. */
export interface CardView {
  readonly kind: string;
  /** True where a workload failed. */
  readonly failed: boolean;
  readonly headline: string;
  /** True where hostile names make the headline longer than a reader reads. */
  readonly long: boolean;
  /** What the samples of the workloads say, and the words that lead to them; null where nothing was measured. */
  readonly samples: { readonly text: string; readonly link: string; readonly href: string } | null;
  /** Why these figures may mislead. */
  readonly doubts: readonly string[];
  /** How the figures of the profile came to be, and over how much. */
  readonly measured: string;
  readonly measuredLabel: string;
  /** What the whole run took, '' where nobody said or the samples do. */
  readonly run: string;
  readonly hottest: readonly HotSentence[];
  readonly hottestOf: string;
  readonly more: readonly OtherProfile[];
  /** How many others are only in the list below, in words. */
  readonly moreLeft: string;
  readonly failures: string;
  readonly gate: string;
  readonly next: NextStep;
  /** The command that gives a verdict next time; '' where nothing was measured. */
  readonly compare: string;
}

export interface HotSentence {
  readonly name: string;
  readonly place: string;
  readonly long: boolean;
  readonly own: boolean;
  /** Link to the row of the table, '' where the function is not listed. */
  readonly href: string;
  readonly self: string;
  readonly selfExact: string;
  readonly share: string;
  readonly shareExact: string;
  readonly rest: string;
  readonly restExact: string;
}

interface OtherProfile {
  readonly href: string;
  readonly title: string;
  readonly file: string;
  readonly total: string;
  readonly exact: string;
}

/** How sure a report without a base is. */
const onlyHead = 'One version was measured: whether it got slower cannot be told.';
/** Other profiles that the card names. */
const namedOthers = 3;

interface NextStep {
  readonly text: string;
  readonly name: string;
  readonly long: boolean;
  readonly place: string;
  readonly after: string;
}

/** The card of a report in which nothing is compared. */
export function cardView(model: ReportModel): CardView {
  const main = model.profiles[0];
  const others = otherProfiles(model.profiles);
  const failed = model.inputs.filter((input) => input.error !== null).length;
  const failing = failedWorkload(model);
  const said = workloadSentence(model);
  const measured = said.link !== '';
  return {
    kind: kindOf(model),
    failed: failing !== null,
    headline: model.headline,
    long: isLong(model.headline),
    samples: measured ? { ...said, href: measuredHref } : null,
    doubts: measured && failing === null ? [onlyHead, ...workloadDoubts(model)].map(sentenceCase) : workloadDoubts(model).map(sentenceCase),
    measured: main === undefined ? '' : measuredSentence(main),
    measuredLabel: measured ? 'Profiled' : 'Measured',
    run: measured ? '' : runSentence(model.run),
    hottest: main === undefined ? [] : main.hottest.slice(0, 3).map((place) => hotSentence(place, main)),
    hottestOf: main !== undefined && model.profiles.length > 1 ? `of ${main.title}, ${main.file}` : '',
    more: others.slice(0, namedOthers).map(otherProfile),
    moreLeft: others.length > namedOthers ? `and ${others.length - namedOthers} more below` : '',
    failures: failed === 0 ? '' : `${failed} of ${plural(model.inputs.length, 'file')} could not be read`,
    gate: gateSentence(model),
    compare: measured && failing === null ? compareCommand(model) : '',
    next: failing !== null ? afterFailure(failing) : nextStep(main, failed, measured, model.charts.length > 0),
  };
}

function kindOf({ profiles, workloads, charts, verdict }: ReportModel): string {
  const profiled = profiles.length === 0 ? (charts[0]?.title ?? 'No profile') : profiles.length === 1 ? 'Profile' : plural(profiles.length, 'profile');
  if (workloads.length === 0) return profiled;
  const measured = verdict === 'failed' ? 'Failed' : 'No baseline';
  return profiles.length === 0 ? measured : `${measured}, ${profiled.toLowerCase()}`;
}

function gateSentence(model: ReportModel): string {
  const said = workloadGate(model);
  if (said !== '') return model.verdict === 'failed' ? said : `not applied (exit 0): ${said}`;
  return model.verdict === 'failed' ? 'not applied: there is nothing to judge' : 'nothing to compare yet, so no verdict is given';
}

/** Measures the same again beside another version. */
function compareCommand({ workloads }: ReportModel): string {
  const [only] = workloads;
  return `perf-report run${workloads.length === 1 && only !== undefined ? ` ${quoteForShell(only.name)}` : ''} --base origin/main`;
}

/** The logs lie beside run.json. */
function afterFailure({ file, failureOutput }: ReportWorkload): NextStep {
  const log = `${file.slice(0, file.lastIndexOf('/') + 1)}stderr.log`;
  return { text: failureOutput === null ? 'Read what it wrote last, in ' : 'Read what it wrote last, below and in ', name: log, long: isLong(log), place: '', after: ', mend the workload and run it again' };
}

function measuredSentence(profile: ReportProfile): string {
  const functions = `${formatCount(profile.functionCount)} function${profile.functionCount === 1 ? '' : 's'}`;
  const { sites, waiting } = profile;
  const parts = [semanticsName(profile.semantics), sites === null ? functions : `${formatCount(sites.lineCount)} lines in ${formatCount(sites.fileCount)} files`];
  if (profile.durationSeconds !== null) parts.push(`recorded for ${formatDuration(profile.durationSeconds)}`);
  if (waiting !== null) parts.push(`${formatPercent(waiting.share)} of it waiting`);
  return parts.join('; ');
}

function runSentence(run: RunFacts | null): string {
  if (run === null) return '';
  const { wallSeconds, cpuUserSeconds, cpuSystemSeconds, peakRssBytes, exitCode } = run;
  const parts: string[] = [];
  if (wallSeconds !== null) parts.push(`${formatDuration(wallSeconds)} wall time`);
  if (cpuUserSeconds !== null) parts.push(`${formatDuration(cpuUserSeconds + (cpuSystemSeconds ?? 0))} CPU time`);
  if (peakRssBytes !== null) parts.push(`${formatBytes(peakRssBytes)} peak memory`);
  if (exitCode !== null && exitCode !== 0) parts.push(`ended with exit code ${exitCode}`);
  return parts.join(', ');
}

function hotSentence(place: HotPlace, profile: ReportProfile): HotSentence {
  const index = profile.functions.findIndex((row) => row.name === place.name && row.file === place.file && row.line === place.line);
  const rest: string[] = [];
  const exact: string[] = [];
  if (place.calls !== null && place.calls > 0) {
    const perCall = place.self / place.calls;
    rest.push(plural(place.calls, 'call').replace(String(place.calls), formatCount(place.calls)), `${formatQuantity(perCall, profile.unit)} each`);
    exact.push(`${exactCount(place.calls)} calls, ${exactQuantity(perCall, profile.unit)} each`);
  }
  if (place.waiting) rest.push('waiting');
  if (place.owner !== 'own') rest.push(place.owner === 'library' ? 'library code' : 'runtime');
  return {
    ...namedPlace(place),
    long: isLong(place.name),
    own: place.owner === 'own',
    href: index < 0 ? '' : `#${profile.id}-f${index}`,
    self: `${quantityInWords(place.self, profile)} itself`,
    selfExact: exactQuantity(place.self, profile.unit),
    share: `${formatPercent(place.share)} of all`,
    shareExact: exactPercent(place.share),
    rest: rest.join(', '),
    restExact: exact.join(', '),
  };
}

/** All but the first, what one recording counts besides after the recordings themselves. */
function otherProfiles(profiles: readonly ReportProfile[]): ReportProfile[] {
  const groups = groupProfiles(profiles);
  return [...groups.slice(1).map(({ main }) => main), ...groups.flatMap(({ twins }) => twins)];
}

function otherProfile(profile: ReportProfile): OtherProfile {
  const { title, file } = profile;
  return { href: profileHref(profile), title, file, total: quantityInWords(profile.total, profile), exact: exactQuantity(profile.total, profile.unit) };
}

function nextStep(main: ReportProfile | undefined, failed: number, measured: boolean, charted: boolean): NextStep {
  if (main === undefined && charted && failed === 0) return { text: 'Record allocations too (tracemalloc): they say which lines hold the memory', name: '', long: false, place: '', after: '' };
  if (main === undefined && measured && failed === 0) return { text: 'Run it with a profiler to see where the time goes', name: '', long: false, place: '', after: '' };
  if (main === undefined) return { text: failed > 0 ? 'Repair or record again the files below' : 'Record a profile into this directory and make the report again', name: '', long: false, place: '', after: '' };
  const own = main.hottest.find((place) => place.owner === 'own') ?? main.functions.find((row) => row.owner === 'own' && row.self > 0);
  if (own !== undefined) return { text: 'Look at ', ...namedPlace(own), long: isLong(own.name), after: ' first: it is the hottest place in own code' };
  const first = main.hottest.find((place) => place.owner === 'library') ?? main.hottest[0];
  if (first === undefined) return { text: 'Record a longer run: nothing stands out in this one', name: '', long: false, place: '', after: '' };
  return { text: 'No own code is among the hottest: see below who calls ', ...namedPlace(first), long: isLong(first.name), after: '' };
}
