import { invertRising } from './inverse.ts';

/** P(Z <= x) of a standard normal Z, small probabilities to 12 digits too. */
export function normalCdf(x: number): number {
  if (Number.isNaN(x)) return NaN;
  if (x > 0) return 1 - normalCdf(-x);
  const density = Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
  return x > -3 ? 0.5 + density * centralSeries(x) : density * millsRatio(-x);
}

/** The x with P(Z <= x) = `probability`, for 0 to 1; its ends give -Infinity and Infinity. */
export function normalQuantile(probability: number): number {
  if (!(probability > 0 && probability < 1)) return outsideQuantile(probability);
  return probability > 0.5 ? -normalQuantile(1 - probability) : invertRising(normalCdf, probability);
}

/** Quantile of a probability that is 0 or 1, NaN of what is no probability. */
export function outsideQuantile(probability: number): number {
  return probability === 0 ? -Infinity : probability === 1 ? Infinity : NaN;
}

/** x + x^3/3 + x^5/(3 5) + ... (Marsaglia 2004), quick for small x. */
function centralSeries(x: number): number {
  let term = x;
  let sum = x;
  for (let odd = 3; Math.abs(term) > Math.abs(sum) * 1e-17; odd += 2) {
    term *= (x * x) / odd;
    sum += term;
  }
  return sum;
}

/** P(Z > x) / density(x) for x >= 3 as Laplace's continued fraction 1/(x + 1/(x + 2/(x + ...))), from its far end. */
function millsRatio(x: number): number {
  let rest = x;
  for (let level = 100; level > 0; level--) rest = x + level / rest;
  return 1 / rest;
}
