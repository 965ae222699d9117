import type { Random } from '../../src/core/stats/random.ts';

/** Fills `into` with the noise of runs one after the other, on the log scale, with standard deviation 1. */
type NoiseSource = (random: Random, into: Float64Array) => void;

/** Runs of a clock or a neighbour that switch between two speeds vary by this share of the whole on top. */
const jitter = 0.3;

/** The six kinds of noise of machines that the gate must stand. */
export const noiseKinds: Readonly<Record<string, NoiseSource>> = {
  lognormal: (random, into) => void into.forEach((_, run) => (into[run] = random.normal())),
  't3 tails': (random, into) => void into.forEach((_, run) => (into[run] = heavyTailed(random))),
  // A clock with two speeds: slow for a third of the time, 5 runs on end.
  bimodal: (random, into) => fillSwitching(random, into, 1 / 3, 5),
  // A neighbour that is busy for a sixth of the time, 3 runs on end.
  bursts: (random, into) => fillSwitching(random, into, 1 / 6, 3),
  'AR(1) drift': fillDrifting,
  // Collections or retries: one run in ten takes longer, by an exponential amount.
  'one-sided outliers': (random, into) => void into.forEach((_, run) => (into[run] = withOutliers(random))),
};

/** Student's t with 3 degrees of freedom has variance 3. */
function heavyTailed(random: Random): number {
  const squares = random.normal() ** 2 + random.normal() ** 2 + random.normal() ** 2;
  return random.normal() / Math.sqrt(squares);
}

function withOutliers(random: Random): number {
  const share = 0.1;
  const scale = Math.sqrt((1 - jitter ** 2) / (2 * share - share ** 2));
  const outlier = random.uniform() < share ? -Math.log(1 - random.uniform()) * scale : 0;
  return outlier + jitter * random.normal();
}

function fillSwitching(random: Random, into: Float64Array, slowShare: number, slowRuns: number): void {
  const height = Math.sqrt((1 - jitter ** 2) / (slowShare * (1 - slowShare)));
  const leave = 1 / slowRuns;
  const enter = (leave * slowShare) / (1 - slowShare);
  let slow = random.uniform() < slowShare;
  for (let run = 0; run < into.length; run++) {
    into[run] = (slow ? height : 0) + jitter * random.normal();
    slow = slow ? random.uniform() >= leave : random.uniform() < enter;
  }
}

function fillDrifting(random: Random, into: Float64Array): void {
  const kept = 0.9;
  let level = random.normal();
  for (let run = 0; run < into.length; run++) {
    into[run] = level;
    level = kept * level + Math.sqrt(1 - kept ** 2) * random.normal();
  }
}
