/** A frame text taken apart; `file` is '' and `line` 0 where it holds no location. */
export interface FrameText {
  readonly name: string;
  readonly file: string;
  readonly line: number;
}

/**
 * Takes a source location off a frame text: `name (file:line)` of py-spy, `file:name:line` of austin
 * and of CPython 3.15's collapsed output, `name - file:line` of rbspy. Any other text is a name.
 */
export function splitFrameText(text: string): FrameText {
  const last = text.charCodeAt(text.length - 1);
  if (last === CLOSE) return splitParenthesised(text) ?? { name: text, file: '', line: 0 };
  if (isDigit(last)) return splitColons(text) ?? { name: text, file: '', line: 0 };
  return { name: text, file: '', line: 0 };
}

const OPEN = 0x28;
const CLOSE = 0x29;

function splitParenthesised(text: string): FrameText | null {
  const open = matchingOpen(text);
  if (open < 2 || text[open - 1] !== ' ') return null;
  const place = splitLine(text.slice(open + 1, -1));
  return place === null ? null : { name: text.slice(0, open - 1), ...place };
}

/** Index of the parenthesis that the last character closes, or -1. */
function matchingOpen(text: string): number {
  let depth = 0;
  for (let i = text.length - 1; i >= 0; i--) {
    const code = text.charCodeAt(i);
    if (code === CLOSE) depth += 1;
    else if (code === OPEN && --depth === 0) return i;
  }
  return -1;
}

function splitColons(text: string): FrameText | null {
  const place = splitLine(text);
  if (place === null) return null;
  const dash = place.file.lastIndexOf(' - ');
  if (dash > 0 && looksLikePath(place.file.slice(dash + 3))) {
    return { name: place.file.slice(0, dash), file: place.file.slice(dash + 3), line: place.line };
  }
  const colon = place.file.lastIndexOf(':');
  const file = place.file.slice(0, Math.max(colon, 0));
  const name = place.file.slice(colon + 1);
  // "JS:*f /a.js:10:5" and "std::get:1" have colons too, but no path before a name.
  if (!looksLikePath(file) || name === '' || /^\d+$|[/\\]/.test(name)) return null;
  return { name, file, line: place.line };
}

function looksLikePath(text: string): boolean {
  return /[./\\]|^<.+>$/.test(text) && !text.endsWith(':');
}

/** "file:12" as file and line; null where it does not end so. */
function splitLine(text: string): { file: string; line: number } | null {
  let start = text.length;
  while (start > 0 && isDigit(text.charCodeAt(start - 1))) start -= 1;
  const digits = text.length - start;
  if (digits === 0 || digits > 9 || start < 2 || text[start - 1] !== ':') return null;
  return { file: text.slice(0, start - 1), line: Number(text.slice(start)) };
}

function isDigit(code: number): boolean {
  return code >= 0x30 && code <= 0x39;
}
