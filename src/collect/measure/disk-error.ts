import { InputError } from '../../core/errors.ts';
import { describeSystemError, systemErrorCode } from '../../core/system-error.ts';

/** The error for a file of an execution that the disk refuses; bugs are passed on as they are. */
export function cannotUse(path: string, error: unknown): unknown {
  const code = systemErrorCode(error);
  if (code === null) return error;
  const reason = code === 'ENOENT' ? 'its directory does not exist (ENOENT)' : describeSystemError(error);
  const hint = code === 'ENOSPC' || code === 'EDQUOT' ? 'free some space, or choose an outDir on another disk' : 'choose an outDir that can be written to';
  return new InputError(`cannot write a file that the execution needs: ${reason}`, { file: path }, hint);
}
