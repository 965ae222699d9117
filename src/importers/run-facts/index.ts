import { metadataTxtReader } from './metadata-txt.ts';
import type { RunFactsReader } from './reader.ts';
import { runJsonReader } from './run-json.ts';
import { timeVerboseReader } from './time-verbose.ts';

/** Every file that tells about a run, in order of trust: what an earlier one says wins in `mergeRunFacts`. */
export const runFactsReaders: readonly RunFactsReader[] = [runJsonReader, metadataTxtReader, timeVerboseReader];
