import type { BuiltReport } from '../core/analysis/build-report-input.ts';
import { formatBytes } from '../core/units/bytes.ts';
import type { ReportFiles } from '../report/render-input.ts';
import { applyDetail, fullDetail, type DetailedReport, type EmbedViewer, type PageDetail } from './page-detail.ts';

const pageName = 'index.html';
/** Markup around one payload, and what a row of `limits` takes, with room to spare. */
const payloadOverhead = 600;
/** Calls left out of the viewers, harder from step to step. */
const pruneSteps = [1e-3, 1e-2];
/** Rows of a table, fewer from step to step, once nothing else is left to leave out. */
const rowSteps = [20, 10, 3, 0];

export interface BudgetInput {
  readonly built: BuiltReport;
  readonly maxBytes: number;
  readonly embed: EmbedViewer;
  readonly render: (report: DetailedReport) => ReportFiles;
  /** Size of a viewer's JSON in the page: packed and as text. */
  readonly packedSize: (json: string) => number;
}

export interface FittedReport {
  readonly report: DetailedReport;
  readonly files: ReportFiles;
}

/**
 * Renders the report so that its page stays below `maxBytes`. What goes first: the order of time,
 * small calls in the viewers, viewers of the smallest profiles, their flame graphs, table rows.
 * Each is a row in `limits`; a page that is still larger says that too.
 */
export function fitBudget(input: BudgetInput): FittedReport {
  const full = attempt(input, fullDetail);
  if (fits(input, full)) return full;
  const withoutViewers: PageDetail = { ...fullDetail, timeOrder: false, viewers: 0 };
  const bare = attempt(input, withoutViewers);
  return fits(input, bare) ? fitViewers(input, bare) : fitPage(input, withoutViewers);
}

/** As much of the viewers as the page has room for; `bare` is the page without any. */
function fitViewers(input: BudgetInput, bare: FittedReport): FittedReport {
  const room = input.maxBytes - pageBytes(bare.files);
  const count = input.built.model.profiles.length;
  let detail: PageDetail = { ...fullDetail, timeOrder: false };
  for (const pruneShare of [0, ...pruneSteps]) {
    detail = { ...detail, pruneShare };
    detail = { ...detail, viewers: viewersWithin(input, detail, room) };
    if (detail.viewers >= count) break;
  }
  // Room was estimated, and the viewer itself came on top: the smallest profiles give way.
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

/** Fewer flame graphs, then fewer rows, for a page that is too large without any viewer. */
function fitPage(input: BudgetInput, start: PageDetail): FittedReport {
  let tooMany = input.built.model.profiles.length;
  let fitting: FittedReport | null = null;
  for (let few = 0; few < tooMany; ) {
    const flames = Math.floor((few + tooMany) / 2);
    const fitted = attempt(input, { ...start, flames });
    if (fits(input, fitted)) {
      fitting = fitted;
      few = flames + 1;
    } else {
      tooMany = flames;
    }
  }
  if (fitting !== null) return fitting;
  let least = attempt(input, { ...start, flames: 0 });
  for (const rows of rowSteps) {
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
