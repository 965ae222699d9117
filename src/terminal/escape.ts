/**
 * Characters that would act on a terminal or hide text instead of being shown: control characters
 * (ANSI sequences start with one), line and paragraph separators, zero-width and bidi controls, byte
 * order mark, tag characters.
 */
const acting = /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ud800-\udfff\ufeff\ufff9-\ufffb]|[\u{e0000}-\u{e007f}]/gu;
const named: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' };

/** Hostile text made harmless and visible: "\x1b[2J", "\u202e". Lone surrogates too. */
export function escapeForTerminal(text: string): string {
  return text.replace(acting, (character) => named[character] ?? escapeOf(character.codePointAt(0) as number));
}

/** `text` in at most `length` characters, its middle replaced by "…" where it is longer. */
export function shorten(text: string, length: number): string {
  const characters = [...text];
  if (characters.length <= length) return text;
  const head = Math.ceil((length - 1) / 2);
  return `${characters.slice(0, head).join('')}…${characters.slice(characters.length - (length - 1 - head)).join('')}`;
}

function escapeOf(code: number): string {
  if (code < 0x100) return `\\x${code.toString(16).padStart(2, '0')}`;
  return code < 0x10000 ? `\\u${code.toString(16).padStart(4, '0')}` : `\\u{${code.toString(16)}}`;
}
