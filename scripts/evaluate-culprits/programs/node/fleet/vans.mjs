/** Puts parcels into vans. */
function bestVan(vans, parcel) {
  let best = 0;
  for (let i = 1; i < vans.length; i++) {
    if (vans[i].load + (vans[i].towns.has(parcel.town) ? 0 : 15) < vans[best].load + (vans[best].towns.has(parcel.town) ? 0 : 15)) best = i;
  }
  return best;
}

function addParcel(van, parcel) {
  van.load += parcel.weight;
  van.towns.add(parcel.town);
}

function byWeight(parcels) {
  return [...parcels].sort((a, b) => b.weight - a.weight || a.town - b.town);
}

export function loadVans(parcels, count) {
  const vans = Array.from({ length: count }, () => ({ load: 0, towns: new Set() }));
  for (const parcel of byWeight(parcels)) addParcel(vans[bestVan(vans, parcel)], parcel);
  return vans;
}
