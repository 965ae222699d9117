import { UserError } from '../core/errors.ts';
import { formatBytes } from '../core/units/bytes.ts';

/** Node can hold 4 GiB in one buffer; half of it leaves room for the profile itself. */
const MAX_OUTPUT_BYTES = 2 * 1024 ** 3;
/** What any profile may take … */
const SMALL_OUTPUT_BYTES = 256 * 1024 ** 2;
/** … and a large one for each stack: real stacks take 100 bytes, a file made of 20,000 nested ones 60,000. */
const BYTES_PER_STACK = 200;

/** Throws UserError where a format that writes every stack in full would need far more than the profile's `stacks` are worth. */
export function checkOutputSize(bytes: number, title: string, stacks: number, hint = 'convert to pprof, or record with fewer or shallower stacks'): void {
  const limit = Math.min(MAX_OUTPUT_BYTES, Math.max(SMALL_OUTPUT_BYTES, BYTES_PER_STACK * stacks));
  if (bytes <= limit) return;
  throw new UserError(`${title} would take ${formatBytes(bytes).replaceAll('\u00a0', ' ')}: every stack is written in full`, hint);
}
