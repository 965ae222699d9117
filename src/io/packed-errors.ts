import { InputError } from '../core/errors.ts';
import { importLimits } from '../core/limits.ts';
import { describeSystemError, systemErrorCode } from '../core/system-error.ts';

/** The error for a file that an importer needs whole and that no buffer holds. */
export function tooLarge(name: string, size: number): InputError {
  return new InputError(`holds ${size} bytes, more than the ${importLimits.maxWholeBytes} that this format can be read from`, { file: name }, 'record a shorter run or a lower sampling rate');
}

/** The error for gzip data that unpacks past its bound. */
export function gzipBomb(name: string, limit: number): InputError {
  return new InputError(`unpacks to more than ${limit} bytes: this looks like a gzip bomb`, { file: name }, 'unpack it yourself with gunzip if you trust it');
}

/** The error for gzip data that zlib refuses; `unpacked` bytes came out before, null where that is unknown. */
export function brokenGzip(name: string, error: unknown, packedBytes: number, unpacked: number | null): InputError {
  if (systemErrorCode(error) !== null) return new InputError(`cannot be read: ${describeSystemError(error)}`, { file: name });
  const reason = error instanceof Error ? error.message : String(error);
  const after = unpacked === null || unpacked === 0 ? '' : ` after ${unpacked} unpacked bytes`;
  const hint = 'the file was probably cut while it was written or copied: record or copy it again';
  const cut = error instanceof Error && 'code' in error && error.code === 'Z_BUF_ERROR';
  return cut
    ? new InputError(`the gzip data is cut off${after} (${reason})`, { file: name, offset: packedBytes }, hint)
    : new InputError(`the gzip data is damaged${after} (${reason})`, { file: name }, hint);
}
