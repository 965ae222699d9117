const sentences: Readonly<Record<string, string>> = {
  EACCES: 'permission denied',
  EBUSY: 'it is in use',
  EDQUOT: 'the disk quota is used up',
  EFBIG: 'it is larger than the file system allows',
  EIO: 'the disk reports a read or write error',
  EISDIR: 'it is a directory',
  ELOOP: 'it is part of a loop of symbolic links',
  EMFILE: 'too many files are open',
  ENAMETOOLONG: 'the name is too long',
  ENOENT: 'it does not exist',
  ENOSPC: 'the disk is full',
  ENOTDIR: 'a part of its path is not a directory',
  ENXIO: 'it is a socket or a device',
  EPERM: 'the operation is not permitted',
  EROFS: 'the file system is read-only',
};

/** The code of a failed system call ("ENOSPC"), or null where `error` is something else. */
export function systemErrorCode(error: unknown): string | null {
  if (!(error instanceof Error) || !('code' in error) || typeof error.code !== 'string') return null;
  // Node's own errors (ERR_…) are no answers of the operating system.
  return /^E[A-Z0-9]+$/.test(error.code) ? error.code : null;
}

/** Why a system call failed, as a clause: "the disk is full (ENOSPC)". */
export function describeSystemError(error: unknown): string {
  const code = systemErrorCode(error);
  if (code === null) return error instanceof Error ? error.message : String(error);
  const sentence = sentences[code];
  return sentence === undefined ? code : `${sentence} (${code})`;
}
