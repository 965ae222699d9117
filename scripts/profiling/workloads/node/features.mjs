export const SIDE = 32;
const HUES = 12;

/** Rows of { hue, saturation, value } of a thumbnail's RGB bytes. */
export function toColours(bytes) {
  const rows = [];
  for (let y = 0; y < SIDE; y += 1) {
    const row = [];
    for (let x = 0; x < SIDE; x += 1) {
      const at = (y * SIDE + x) * 3;
      row.push(toHsv(bytes[at], bytes[at + 1], bytes[at + 2]));
    }
    rows.push(row);
  }
  return rows;
}

/** Hue in degrees, saturation and value below 256, all whole numbers. */
function toHsv(red, green, blue) {
  const value = Math.max(red, green, blue);
  const span = value - Math.min(red, green, blue);
  if (span === 0) return { hue: 0, saturation: 0, value };
  let hue;
  if (value === red) hue = (360 + Math.floor(((green - blue) * 60) / span)) % 360;
  else if (value === green) hue = Math.floor(((blue - red) * 60) / span) + 120;
  else hue = Math.floor(((red - green) * 60) / span) + 240;
  return { hue, saturation: Math.floor((span * 255) / value), value };
}

/** Pixels of each hue. */
export function countHues(rows) {
  const counts = new Array(HUES).fill(0);
  for (const row of rows) for (const { hue } of row) counts[Math.floor(hue / 30)] += 1;
  return counts;
}

/** The same counts; copies the array for every pixel. */
export function countHuesSlowly(rows) {
  return rows.flatMap((row) => row.map(({ hue }) => ({ place: Math.floor(hue / 30) })))
    .reduce((counts, { place }) => counts.with(place, counts[place] + 1), new Array(HUES).fill(0));
}

/** Pixels that differ much from the mean around them, for windows of two sizes together. */
export function countDetails(rows) {
  let found = 0;
  for (const radius of [1, 2]) {
    for (let y = 0; y < SIDE; y += 1) {
      for (let x = 0; x < SIDE; x += 1) {
        if (Math.abs(rows[y][x].value - meanAround(rows, x, y, radius)) > 9) found += 1;
      }
    }
  }
  return found;
}

/** Mean value of the window around a pixel. */
function meanAround(rows, x, y, radius) {
  let sum = 0;
  let count = 0;
  for (let v = Math.max(0, y - radius); v <= Math.min(SIDE - 1, y + radius); v += 1) {
    for (let u = Math.max(0, x - radius); u <= Math.min(SIDE - 1, x + radius); u += 1) {
      sum += rows[v][u].value;
      count += 1;
    }
  }
  return Math.floor(sum / count);
}

/** Pixels where the value changes fast, by Sobel's operator. */
export function countEdges(rows) {
  let found = 0;
  const at = (y, x) => rows[y][x].value;
  for (let y = 1; y < SIDE - 1; y += 1) {
    for (let x = 1; x < SIDE - 1; x += 1) {
      const across = at(y - 1, x + 1) + 2 * at(y, x + 1) + at(y + 1, x + 1) - at(y - 1, x - 1) - 2 * at(y, x - 1) - at(y + 1, x - 1);
      const down = at(y + 1, x - 1) + 2 * at(y + 1, x) + at(y + 1, x + 1) - at(y - 1, x - 1) - 2 * at(y - 1, x) - at(y - 1, x + 1);
      if (across * across + down * down > 6400) found += 1;
    }
  }
  return found;
}

/** Parts per thousand of the pixels for which `test` holds. */
export function share(rows, test) {
  let found = 0;
  for (const row of rows) for (const colour of row) if (test(colour)) found += 1;
  return Math.floor((found * 1000) / (SIDE * SIDE));
}
