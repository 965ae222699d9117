/** What tours cost. */
function fuelFor(distance, load) {
  let fuel = 0;
  for (let part = 0; part < 24; part++) fuel += (distance * (100 + load - part)) / (2400 + part);
  return fuel;
}

function wagesFor(distance, stops) {
  const hours = distance / 60 + stops / 6;
  return hours > 8 ? 8 * 30 + (hours - 8) * 45 : hours * 30;
}

function costOfTour(tour, table, count, nearest) {
  let cost = 0;
  let load = tour.length;
  for (let i = 1; i < tour.length; i++) {
    const distance = table[tour[i - 1] * count + tour[i]];
    cost += fuelFor(distance, load--) + (nearest[tour[i]] === tour[i - 1] ? 0 : 1);
    cost += wagesFor(distance, 1);
  }
  return cost;
}

export function costOfTours(tours, table, count, nearest) {
  return Math.round(tours.reduce((sum, tour) => sum + costOfTour(tour, table, count, nearest), 0));
}
