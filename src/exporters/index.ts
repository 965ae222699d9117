import type { Exporter } from './exporter.ts';
import { foldedExporter } from './folded.ts';
import { pprofExporter } from './pprof.ts';
import { speedscopeExporter } from './speedscope.ts';

/** Every output format of `perf-report convert`. Adding one is one line here. */
export const exporters: readonly Exporter[] = [speedscopeExporter, foldedExporter, pprofExporter];
