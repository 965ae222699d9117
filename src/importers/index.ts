import { cpuprofileImporter } from './cpuprofile.ts';
import { foldedImporter } from './folded.ts';
import { heapprofileImporter } from './heapprofile.ts';
import type { Head, Importer } from './importer.ts';
import { mprofImporter } from './mprof.ts';
import { pprofImporter } from './pprof.ts';
import { pstatsImporter } from './pstats.ts';
import { pyinstrumentImporter } from './pyinstrument.ts';
import { speedscopeImporter } from './speedscope.ts';
import { tracemallocImporter } from './tracemalloc.ts';

/**
 * Every format that is read, in the order in which they are asked: binary magics first, then JSON by
 * keys, then text, the most permissive (folded) last. Adding a format is one line here.
 */
export const importers: readonly Importer[] = [pstatsImporter, tracemallocImporter, pprofImporter, cpuprofileImporter, heapprofileImporter, speedscopeImporter, pyinstrumentImporter, mprofImporter, foldedImporter];

/** The importer that recognises `head`, or undefined. */
export function findImporter(head: Head, name: string): Importer | undefined {
  return importers.find((importer) => importer.recognise(head, name));
}
