import { UserError } from '../core/errors.ts';

/** Node can hold 4 GiB in one buffer; half of it leaves room for the profile itself. */
const MAX_OUTPUT_BYTES = 2 * 1024 ** 3;

/** Throws UserError where a format that writes every stack in full would need more than 2 GiB. */
export function checkOutputSize(bytes: number, title: string): void {
  if (bytes <= MAX_OUTPUT_BYTES) return;
  throw new UserError(`${title} would take ${(bytes / 1024 ** 3).toFixed(1)} GiB: every stack is written in full`, 'convert to pprof, or record with fewer or shallower stacks');
}
