import { showBidi, showControls } from './display-text.ts';

const lineBreaks = /[\r\n\u2028\u2029\t]+/g;
/** Characters of one name or sentence in a summary. */
const maxLength = 200;

/**
 * What GitHub makes a link or a mention of, whatever is escaped: it looks at the finished text. "@team", "#1", "GH-1", "https://", "www.".
 * A zero-width space after the first part is not seen and ends it.
 */
const linking = /[@#](?=[\p{L}\p{N}_])|\bGH-(?=\d)|:(?=\/\/)|\bwww(?=\.)/giu;

/** Text of a profile as markdown prose: one line, no markup, no HTML, no link. */
export function escapeMarkdown(text: string): string {
  return clean(text).replace(linking, '$&\u200b').replace(/[\\`*_{}[\]()<>#+\-!|&~@$]/g, (char) => (char === '<' ? '&lt;' : char === '>' ? '&gt;' : char === '&' ? '&amp;' : char === '@' ? '&#64;' : `\\${char}`));
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
  const shown = showBidi(showControls(text.replace(lineBreaks, ' ')));
  return shown.length > maxLength ? `${shown.slice(0, maxLength)}…` : shown;
}
