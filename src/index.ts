/** Public API: read a profile, build the report's model, render it. See docs/library.md. */
export { importFile as importProfile } from './io/import-file.ts';
export { loadReportAssets } from './io/assets.ts';
export { gzip } from './io/gzip.ts';
export { buildReport } from './core/analysis/build-report.ts';
export { renderReport } from './report/render.ts';
export { InputError, UserError } from './core/errors.ts';
export type { InputPlace } from './core/errors.ts';
export type { BuildOptions, BuiltReport, ReadFile } from './core/analysis/build-report-input.ts';
export type { FlameTree } from './core/analysis/flame-tree.ts';
export type { CallEdges, CallGraph } from './core/model/call-graph.ts';
export type { FrameTable } from './core/model/frames.ts';
export type { Note } from './core/model/note.ts';
export type { CallGraphProfile, Profile, ProfileKind, ProfileSet, ProfileUnit, Semantics, StackProfile } from './core/model/profile.ts';
export type * from './core/model/report.ts';
export type { RunFacts } from './core/model/run.ts';
export type { Samples, StackTable } from './core/model/stacks.ts';
export type { ProfileView, RenderInput, ReportAssets, ReportFiles } from './report/render-input.ts';
