/** A path of a pickle as text, and whether something had to be changed for it. */
export interface PathText {
  readonly text: string;
  readonly cut: boolean;
  readonly repaired: boolean;
}

/**
 * Decodes Python's `surrogatepass` UTF-8. Bytes of a path that were no UTF-8 reach the pickle as lone
 * surrogates; they are shown as Python's repr shows them (`\udce9`), so that distinct paths stay distinct.
 * At most `maxLength` characters are kept.
 */
export function decodePath(bytes: Buffer, start: number, end: number, maxLength: number): PathText {
  // No character needs more than 4 bytes, so a longer text is cut before it is decoded, between characters.
  let stop = end;
  if (end - start > maxLength * 4) {
    stop = start + maxLength * 4;
    while (stop > start && ((bytes[stop] as number) & 0xc0) === 0x80) stop -= 1;
  }
  let text = bytes.toString('utf8', start, stop);
  let repaired = false;
  if (text.includes('\ufffd') && Buffer.compare(Buffer.from(text), bytes.subarray(start, stop)) !== 0) {
    text = decodeSurrogates(bytes, start, stop);
    repaired = text.includes('\ufffd');
  }
  const cut = stop < end || text.length > maxLength;
  return { text: cut ? `${text.slice(0, maxLength)}…` : text, cut, repaired };
}

function decodeSurrogates(bytes: Buffer, start: number, end: number): string {
  const parts: string[] = [];
  let from = start;
  for (let at = start; at + 2 < end; at++) {
    if (bytes[at] !== 0xed) continue;
    const second = bytes[at + 1] as number;
    const third = bytes[at + 2] as number;
    if (second < 0xa0 || second > 0xbf || (third & 0xc0) !== 0x80) continue;
    const unit = 0xd000 | ((second & 0x3f) << 6) | (third & 0x3f);
    parts.push(bytes.toString('utf8', from, at), `\\u${unit.toString(16)}`);
    from = at + 3;
    at += 2;
  }
  parts.push(bytes.toString('utf8', from, end));
  return parts.join('');
}
