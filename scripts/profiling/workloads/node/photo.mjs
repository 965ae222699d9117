import { Buffer } from 'node:buffer';
import { countDetails, countEdges, countHues, countHuesSlowly, toColours } from './features.mjs';
import { mainColours } from './palette.mjs';
import { rules } from './rules.mjs';

const ENOUGH = 400;

/** Hour, album and camera of a catalogue entry. */
export function getAssetInfo(entry) {
  const [, album, name] = /^\d{4}\/([^/]+)\/([^/]+)\.\w+$/.exec(entry.path);
  return { album, name, camera: entry.camera.replace(/\s+/g, ' ').toLowerCase(), hour: Number(entry.taken.slice(11, 13)) };
}

/** What is measured on one photo. */
export function measure(entry, slow) {
  const bytes = Buffer.from(entry.pixels, 'base64');
  const rows = toColours(bytes);
  const hues = slow ? countHuesSlowly(rows) : countHues(rows);
  return { rows, hues, colours: mainColours(bytes, 3), details: countDetails(rows), edges: countEdges(rows), hour: getAssetInfo(entry).hour };
}

/** Labels of a photo with their fit, best first. */
export function classify(photo) {
  return rules.map(({ label, fit }) => [label, fit(photo)]).filter(([, fit]) => fit >= ENOUGH).sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
}

/** The result row of one photo. */
export function tagPhoto(entry, slow) {
  const photo = measure(entry, slow);
  const labels = classify(photo);
  const { album, camera } = getAssetInfo(entry);
  return { path: entry.path, labels, hues: photo.hues, tags: [...labels.map(([label]) => label), ...photo.colours, `album:${album}`, `camera:${camera}`] };
}
