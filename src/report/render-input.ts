import type { DiffTree } from '../core/analysis/compare/diff-tree.ts';
import type { FlameTree } from '../core/analysis/flame-tree.ts';
import type { ReportModel } from '../core/model/report.ts';

/** The compiled page template and its partials by name: what scripts/precompile-templates.ts makes of templates/. */
export interface PageTemplates {
  readonly page: unknown;
  readonly partials: Readonly<Record<string, unknown>>;
}

/** What the renderer needs beside the model; io reads these, the renderer only returns strings. */
export interface ReportAssets {
  readonly templates: PageTemplates;
  readonly css: string;
  /** The bundled client script; '' renders the static page alone. */
  readonly clientScript: string;
  /** The speedscope page, ready for `iframe srcdoc`: see speedscope-viewer.ts. '' leaves the viewer out. */
  readonly viewerHtml: string;
}

/** One profile's picture and payload, by ReportProfile.id. */
export interface ProfileView {
  readonly flame: FlameTree | null;
  /** speedscope JSON for the viewer, uncompressed; null where it was left out (see limits). */
  readonly speedscopeJson: string | null;
  /** Name of each function's heaviest frame inside the viewer, parallel to ReportProfile.functions. */
  readonly viewerNames: readonly string[];
}

export interface RenderInput {
  readonly model: ReportModel;
  readonly views: ReadonlyMap<string, ProfileView>;
  /** Both call trees of a comparison in one, by ProfileComparison.id; none where nothing is compared. */
  readonly diffs?: ReadonlyMap<string, DiffTree>;
  readonly assets: ReportAssets;
  /** gzip, deterministic (no time in the header); passed in because report has no node modules. */
  readonly gzip: (bytes: Uint8Array) => Uint8Array;
}

/** Files of the report directory by relative path. */
export type ReportFiles = ReadonlyMap<string, string>;
