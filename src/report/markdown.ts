import { showControls } from './display-text.ts';

// Right-to-left overrides and isolates would reorder the words around a name.
const bidi = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
const lineBreaks = /[\r\n\u2028\u2029\t]+/g;
/** Characters of one name or sentence in a summary. */
const maxLength = 200;

/** Text of a profile as markdown prose: one line, no markup, no HTML. */
export function escapeMarkdown(text: string): string {
  return clean(text).replace(/[\\`*_{}[\]()<>#+\-!|&~@$]/g, (char) => (char === '<' ? '&lt;' : char === '>' ? '&gt;' : char === '&' ? '&amp;' : char === '@' ? '&#64;' : `\\${char}`));
}

/** Text of a profile as a code span: shown as it is, whatever it holds. */
export function codeSpan(text: string): string {
  const content = clean(text);
  if (content.trim() === '') return '(no name)';
  let fence = '`';
  while (content.includes(fence)) fence += '`';
  const space = content.startsWith('`') || content.endsWith('`') ? ' ' : '';
  return fence + space + content + space + fence;
}

function clean(text: string): string {
  const shown = showControls(text.replace(lineBreaks, ' ')).replace(bidi, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
  return shown.length > maxLength ? `${shown.slice(0, maxLength)}…` : shown;
}
