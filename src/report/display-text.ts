// C0 and C1 controls and DEL mean nothing on a page and are illegal in XML; tab and newline are kept.
const controls = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;
const illegalInXml = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g;
const markup = /[&<>"']/g;
const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };

/** `text` with every control character as its visible picture (␀, ␛, ␡): hostile names stay harmless and whole. */
export function showControls(text: string): string {
  return text.replace(controls, pictureOf);
}

// Right-to-left overrides and isolates would reorder the words around a name.
const bidi = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

/** `text` with its bidi controls as "\u202e". */
export function showBidi(text: string): string {
  return text.replace(bidi, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** `text` safe as XML character data and inside quoted attributes; what XML forbids becomes visible. */
export function escapeXml(text: string): string {
  return text.replace(illegalInXml, pictureOf).replace(markup, (char) => entities[char] ?? '');
}

function pictureOf(char: string): string {
  const code = char.charCodeAt(0);
  if (code < 0x20) return String.fromCharCode(0x2400 + code);
  return code === 0x7f ? '\u2421' : '\ufffd';
}
