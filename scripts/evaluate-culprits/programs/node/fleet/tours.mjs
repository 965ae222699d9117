/** Orders the towns of each van. */
function greedyTour(towns, table, count) {
  const tour = [];
  const left = new Set(towns);
  let at = 0;
  while (left.size > 0) {
    let next = -1;
    for (const town of left) if (next < 0 || table[at * count + town] < table[at * count + next]) next = town;
    left.delete(next);
    tour.push(next);
    at = next;
  }
  return tour;
}

function gain(tour, i, j, table, count) {
  const a = tour[i - 1];
  const b = tour[i];
  const c = tour[j];
  const d = tour[j + 1];
  return table[a * count + b] + table[c * count + d] - table[a * count + c] - table[b * count + d];
}

function reversePart(tour, from, to) {
  for (let i = from, j = to; i < j; i++, j--) {
    const kept = tour[i];
    tour[i] = tour[j];
    tour[j] = kept;
  }
}

function improveTour(tour, table, count) {
  for (let round = 0; round < 12; round++) {
    let changed = false;
    for (let i = 1; i < tour.length - 2; i++) {
      for (let j = i + 1; j < tour.length - 1; j++) {
        if (gain(tour, i, j, table, count) > 0.001) {
          reversePart(tour, i, j);
          changed = true;
        }
      }
    }
    if (!changed) break;
  }
  return tour;
}

export function planTours(vans, table, count) {
  return vans.map((van) => improveTour(greedyTour(van.towns, table, count), table, count));
}
