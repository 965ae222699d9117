import { declinedFormats } from '../importers/declined.ts';
import type { DeclinedFormat, Importer } from '../importers/importer.ts';
import { importers } from '../importers/index.ts';
import { runFactsReaders } from '../importers/run-facts/index.ts';
import type { RunFactsReader } from '../importers/run-facts/reader.ts';

/** Everything that a file can be recognised as. */
export interface KnownFormats {
  readonly importers: readonly Importer[];
  readonly runFacts: readonly RunFactsReader[];
  readonly declined: readonly DeclinedFormat[];
}

export const knownFormats: KnownFormats = { importers, runFacts: runFactsReaders, declined: declinedFormats };
