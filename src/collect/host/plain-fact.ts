const maxLength = 200;

/** A text of the system or of the environment as one short line; null where nothing is left of it. */
export function plainFact(text: string | null | undefined): string | null {
  if (text === null || text === undefined) return null;
  const line = text.slice(0, 4 * maxLength).replace(/[\p{Cc}\p{Cf}\s]+/gu, ' ').trim().slice(0, maxLength);
  return line === '' ? null : line;
}
