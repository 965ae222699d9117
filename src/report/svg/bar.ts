import { pageHatch } from './flame-inline.ts';

const widthPx = 72;
const heightPx = 8;

/** A small bar for a share of 0 to 1; its text stands beside it, so it is hidden from readers of the text. */
export function drawBar(share: number, waiting: boolean): string {
  const filled = Math.round(Math.max(0, Math.min(1, share)) * widthPx * 10) / 10;
  const fill = waiting ? `url(#${pageHatch})` : '#e0822f';
  return (
    `<svg class="bar${waiting ? ' wait' : ''}" width="${widthPx}" height="${heightPx}" aria-hidden="true">` +
    `<rect class="track" width="${widthPx}" height="${heightPx}" fill="#e3e7ec"/>` +
    `${filled > 0 ? `<rect class="fill" width="${filled}" height="${heightPx}" fill="${fill}"/>` : ''}</svg>`
  );
}
