import { importLimits } from '../../core/limits.ts';

// Spaces in a Windows user name are taken along while a path separator follows them.
const homes = /(?:\/(?:var|export|usr|mnt))?\/home\/[^/\s"':;,]+|\/root(?![\w.-])|(?:\/mnt\/[a-z])?\/Users\/[^/\s"':;,]+|[A-Za-z]:[\\/]+Users[\\/]+(?:[^\\/\s"']+(?: [^\\/\s"'-][^\\/\s"']*)*(?=[\\/])|[^\\/\s"']+)/g;

/**
 * A fact as it may be shown: home directories become `~` (a user's name is nobody's business in a report),
 * surrounding blanks go, long texts are cut. Empty text is null.
 */
export function shownText(text: string): string | null {
  const shown = text.slice(0, importLimits.maxNameLength * 2).trim().replace(homes, '~');
  if (shown === '') return null;
  return shown.length > importLimits.maxNameLength ? `${shown.slice(0, importLimits.maxNameLength)}…` : shown;
}

/** A commit id, with the mark of a changed working tree that some tools add; null for any other text. */
export function commitId(text: string): string | null {
  return /^[0-9a-f]{7,64}(?:[-+]?dirty|\+)?$/i.test(text) ? text : null;
}

/** A web address without user name and password; null for any other scheme. */
export function webAddress(text: string): string | null {
  const match = /^(https?:\/\/)(?:[^/?#\s]*@)?([^\s"'<>\\]+)$/i.exec(text);
  return match === null || text.length > importLimits.maxNameLength ? null : `${match[1] ?? ''}${match[2] ?? ''}`;
}
