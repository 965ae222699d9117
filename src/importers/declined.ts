import { declinedBinary } from './declined/binary.ts';
import { declinedJson } from './declined/json.ts';
import { declinedText } from './declined/text.ts';
import type { DeclinedFormat } from './importer.ts';
import { otherPickle } from './tracemalloc/declined.ts';

/**
 * Formats that are recognised and not read, asked after the importers. `advice` names the command that
 * makes something that is read.
 */
export const declinedFormats: readonly DeclinedFormat[] = [...declinedBinary, otherPickle, ...declinedJson, ...declinedText];
