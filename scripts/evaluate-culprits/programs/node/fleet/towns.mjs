/** Made-up towns and parcels, the same in every run. */
export function mix(state) {
  return (Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x9e3779b9) >>> 0;
}

function townName(state) {
  let name = '';
  for (let part = 0; part < 4; part++) {
    name += 'bdfgklmnprst'[(state >>> (part * 3)) % 12] + 'aeiou'[(state >>> (part * 2)) % 5];
  }
  return name;
}

export function makeTowns(seed, count) {
  const towns = [];
  let state = seed + 7;
  for (let i = 0; i < count; i++) {
    state = mix(state);
    towns.push({ name: townName(state), x: state % 1000, y: (state >>> 10) % 1000 });
  }
  return towns;
}

export function makeParcels(seed, towns, count) {
  const parcels = [];
  let state = seed + 91;
  for (let i = 0; i < count; i++) {
    state = mix(state);
    parcels.push({ town: state % towns, weight: 1 + ((state >>> 12) % 40) });
  }
  return parcels;
}
