/** Size of all text in flame graphs, in px: the page's small size. */
export const flameFontPx = 13;
/** Space left and right of a label inside its box, in px. */
const paddingPx = 5;
/** Fewer letters than this before the ellipsis say nothing. */
const leastLetters = 4;

/** A builtin's name as it is called: `<method 'append' of 'list' objects>` is list.append; the title keeps the whole. */
export function shortName(name: string): string {
  if (!name.startsWith('<') || name.length > 200) return name;
  const method = /^<(?:method|slot wrapper) '([^']+)' of '([^']+)' objects>$/.exec(name);
  if (method !== null) return `${method[2] ?? ''}.${method[1] ?? ''}`;
  const builtin = /^<built-in (?:method|function) (?:builtins\.)?([^<>]+)>$/.exec(name);
  return builtin?.[1] ?? name;
}

/** Text cut to a box, and the box width in px that it needs; '' where nothing fits. */
export interface FittedLabel {
  readonly text: string;
  readonly neededPx: number;
}

/**
 * The longest of "name · file", "name" and "nam…" that fits a box of `boxPx`. Widths are estimated on
 * the safe side, because the reader's font is unknown: DejaVu Sans, the widest common one, fits.
 */
export function fitLabel(wholeName: string, file: string, boxPx: number, bold: boolean): FittedLabel {
  const name = shortName(wholeName);
  const room = boxPx - 2 * paddingPx;
  const scale = bold ? 1.1 : 1;
  if (room < 3 * flameFontPx * 0.6) return { text: '', neededPx: 0 };
  const nameWidth = textWidth(name) * scale;
  if (nameWidth <= room) {
    const longer = `${name} · ${file}`;
    const longerWidth = file === '' ? Infinity : textWidth(longer) * scale;
    return longerWidth <= room ? { text: longer, neededPx: longerWidth + 2 * paddingPx } : { text: name, neededPx: nameWidth + 2 * paddingPx };
  }
  let used = letterWidth('…'.codePointAt(0) ?? 0) * flameFontPx * scale;
  let text = '';
  let letters = 0;
  for (const letter of name) {
    used += letterWidth(letter.codePointAt(0) ?? 0) * flameFontPx * scale;
    if (used > room) break;
    text += letter;
    letters += 1;
  }
  return letters < leastLetters ? { text: '', neededPx: 0 } : { text: `${text}…`, neededPx: boxPx };
}

/** Estimated width of `text` in px at the flame font. Stops counting where no box is that wide. */
function textWidth(text: string): number {
  let ems = 0;
  for (const letter of text) {
    ems += letterWidth(letter.codePointAt(0) ?? 0);
    if (ems > 1000) break;
  }
  return ems * flameFontPx;
}

const narrow = new Set([...'ijl.,:;|!\'()[]{}ft /\\I"`'].map((letter) => letter.charCodeAt(0)));
const wide = new Set([...'mwMW@%'].map((letter) => letter.charCodeAt(0)));

function letterWidth(code: number): number {
  if (code > 0x2e80) return 1.1;
  if (narrow.has(code)) return 0.4;
  if (wide.has(code)) return 1;
  return code >= 65 && code <= 90 ? 0.76 : 0.64;
}
