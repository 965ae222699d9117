import { declinedBinary } from './declined/binary.ts';
import { declinedJson } from './declined/json.ts';
import { declinedText } from './declined/text.ts';
import type { DeclinedFormat } from './importer.ts';

/**
 * Formats that are recognised and not read, asked after the importers. `advice` names the command that
 * makes something that is read.
 */
export const declinedFormats: readonly DeclinedFormat[] = [...declinedBinary, ...declinedJson, ...declinedText];
