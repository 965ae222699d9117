/** Distances between all towns. */
function roadFactor(x, y) {
  return 1 + ((x * 31 + y * 17) % 100) / 400;
}

export function distanceTable(towns) {
  const table = new Float64Array(towns.length * towns.length);
  for (let i = 0; i < towns.length; i++) {
    for (let j = 0; j < towns.length; j++) {
      const dx = towns[i].x - towns[j].x;
      const dy = towns[i].y - towns[j].y;
      table[i * towns.length + j] = Math.sqrt(dx * dx + dy * dy) * roadFactor(Math.abs(dx), Math.abs(dy));
    }
  }
  return table;
}

export function nearestTowns(table, count) {
  const nearest = [];
  for (let i = 0; i < count; i++) {
    const others = Array.from({ length: count >> 2 }, (_, j) => (i + j * 4) % count);
    others.sort((a, b) => table[i * count + a] - table[i * count + b]);
    nearest.push(others[1]);
  }
  return nearest;
}
