/** Plans the tours of a fleet; prints the CPU seconds taken and a digest of the result. */
import process from 'node:process';
import { makeParcels, makeTowns } from './towns.mjs';
import { distanceTable, nearestTowns } from './distances.mjs';
import { planTours } from './tours.mjs';
import { loadVans } from './vans.mjs';
import { describeTours } from './papers.mjs';
import { costOfTours } from './costs.mjs';

function planDay(seed) {
  const towns = makeTowns(seed, 140);
  const parcels = makeParcels(seed, towns.length, 1500);
  const table = distanceTable(towns);
  const nearest = nearestTowns(table, towns.length);
  const vans = loadVans(parcels, 9);
  const tours = planTours(vans, table, towns.length);
  const papers = describeTours(tours, towns);
  return (costOfTours(tours, table, towns.length, nearest) ^ papers) >>> 0;
}

let digest = 0;
for (let day = 0; day < 45; day++) digest = (digest + planDay(day)) >>> 0;
const { user, system } = process.cpuUsage();
process.stdout.write(`${(user + system) / 1e6} ${digest}\n`);
