import type { BuiltReport } from '../core/analysis/build-report-input.ts';
import { formatBytes } from '../core/units/bytes.ts';
import type { ReportFiles } from '../report/render-input.ts';
import { applyDetail, fullDetail, type DetailedReport, type EmbedViewer, type PageDetail } from './page-detail.ts';

const pageName = 'index.html';
/** Markup around one payload, and what a row of `limits` takes, with room to spare. */
const payloadOverhead = 600;
/** Calls left out of the viewers, harder from step to step. */
const pruneSteps = [1e-3, 1e-2];
/** Rows of a table, fewer from step to step: long tables outweigh all else on a page of many profiles. */
const rowSteps = [1000, 300, 100, 40, 20, 10];
/** Rows that are left once there is no flame graph either. */
const leastRows = [3, 0];

export interface BudgetInput {
  readonly built: BuiltReport;
  readonly maxBytes: number;
  readonly embed: EmbedViewer;
  readonly render: (report: DetailedReport) => ReportFiles;
  /** Size of a viewer's JSON in the page: packed and as text. */
  readonly packedSize: (json: string) => number;
  /** What the viewer itself takes, once. */
  readonly viewerBytes: () => number;
}

export interface FittedReport {
  readonly report: DetailedReport;
  readonly files: ReportFiles;
}

/**
 * Renders the report so that its page stays below `maxBytes`. What goes first: the order of time,
 * small calls in the viewers, viewers of the smallest profiles; where the page is too large without
 * any, table rows, then flame graphs of the smallest. Each is a row in `limits`; a page that is still
 * larger says that too.
 */
export function fitBudget(input: BudgetInput): FittedReport {
  const full = attempt(input, fullDetail);
  if (fits(input, full)) return full;
  const longest = Math.max(0, ...input.built.model.profiles.map(({ functions }) => functions.length));
  let detail: PageDetail = { ...fullDetail, timeOrder: false, viewers: 0 };
  for (const rows of [Infinity, ...rowSteps.filter((step) => step < longest)]) {
    detail = { ...detail, rows };
    const bare = attempt(input, detail);
    if (fits(input, bare)) return fitViewers(input, detail, bare);
  }
  return fitFlames(input, detail);
}

/** As much of the viewers as the page has room for; `bare` is the page without any. */
function fitViewers(input: BudgetInput, start: PageDetail, bare: FittedReport): FittedReport {
  const room = input.maxBytes - pageBytes(bare.files) - input.viewerBytes();
  const count = input.built.model.profiles.length;
  let detail = start;
  for (const pruneShare of [0, ...pruneSteps]) {
    detail = { ...detail, pruneShare };
    detail = { ...detail, viewers: viewersWithin(input, detail, room) };
    if (detail.viewers >= count) break;
  }
  // Room was estimated: where it was a little too much, the smallest profiles give way.
  for (; detail.viewers > 0; detail = { ...detail, viewers: detail.viewers - 1 }) {
    const fitted = attempt(input, detail);
    if (fits(input, fitted)) return fitted;
  }
  return bare;
}

/** How many profiles, largest first, have viewers that fit into `room` bytes. */
function viewersWithin({ built, embed, packedSize }: BudgetInput, detail: PageDetail, room: number): number {
  let used = 0;
  for (const [index, { id }] of built.model.profiles.entries()) {
    const embedded = embed(id, detail);
    if (embedded === null) continue;
    used += packedSize(embedded.json) + payloadOverhead;
    if (used > room) return index;
  }
  return built.model.profiles.length;
}

/** As many flame graphs as fit, largest profiles first, then fewer rows, for a page that is too large without any viewer. */
function fitFlames(input: BudgetInput, start: PageDetail): FittedReport {
  let least = attempt(input, { ...start, flames: 0 });
  if (fits(input, least)) {
    let fitting = least;
    let tooMany = input.built.model.profiles.length;
    for (let few = 1; few < tooMany; ) {
      const flames = Math.floor((few + tooMany) / 2);
      const fitted = attempt(input, { ...start, flames });
      if (fits(input, fitted)) {
        fitting = fitted;
        few = flames + 1;
      } else {
        tooMany = flames;
      }
    }
    return fitting;
  }
  for (const rows of leastRows) {
    least = attempt(input, { ...start, flames: 0, rows });
    if (fits(input, least)) return least;
  }
  return withOverrun(input, least);
}

function withOverrun(input: BudgetInput, { report, files }: FittedReport): FittedReport {
  const text = `the page has ${formatBytes(pageBytes(files))}, more than the ${formatBytes(input.maxBytes)} of --max-size, though everything was left out that can be`;
  const limits = [...report.model.limits, { code: 'page-over-budget', where: pageName, text: text.replaceAll('\u00a0', ' ') }];
  const told = { ...report, model: { ...report.model, limits } };
  return { report: told, files: input.render(told) };
}

function attempt(input: BudgetInput, detail: PageDetail): FittedReport {
  const report = applyDetail(input.built, detail, input.maxBytes, input.embed);
  return { report, files: input.render(report) };
}

function fits(input: BudgetInput, { files }: FittedReport): boolean {
  return pageBytes(files) <= input.maxBytes;
}

function pageBytes(files: ReportFiles): number {
  return Buffer.byteLength(files.get(pageName) ?? '');
}
