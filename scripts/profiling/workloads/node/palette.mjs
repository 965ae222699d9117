/** Named colours as red, green and blue. */
const PALETTE = [
  ['black', 0, 0, 0], ['gray', 128, 128, 128], ['silver', 192, 192, 192], ['white', 255, 255, 255],
  ['red', 220, 40, 30], ['orange', 235, 130, 40], ['yellow', 240, 220, 60], ['brown', 110, 70, 35],
  ['olive', 95, 110, 45], ['green', 40, 140, 50], ['teal', 30, 130, 130], ['sky', 130, 185, 235],
  ['blue', 40, 70, 200], ['navy', 15, 20, 60], ['purple', 110, 50, 130], ['pink', 235, 150, 180],
];

/** The most frequent named colours of RGB bytes, most frequent first. */
export function mainColours(bytes, most) {
  const counts = new Map();
  for (let at = 0; at < bytes.length; at += 3) {
    const name = nearestColour(bytes[at], bytes[at + 1], bytes[at + 2]);
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return [...counts].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1)).slice(0, most).map(([name]) => name);
}

function nearestColour(red, green, blue) {
  let best = '';
  let least = Infinity;
  for (const [name, r, g, b] of PALETTE) {
    const distance = 2 * (red - r) ** 2 + 4 * (green - g) ** 2 + 3 * (blue - b) ** 2;
    if (distance < least) {
      least = distance;
      best = name;
    }
  }
  return best;
}
