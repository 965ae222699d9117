import { invertRising } from './inverse.ts';
import { outsideQuantile } from './normal.ts';

/** P(T <= t) of Student's t with `degrees` of freedom (above 0, need not be whole). */
export function studentCdf(t: number, degrees: number): number {
  const square = t * t;
  // Each form is exact where the other one would subtract nearly equal numbers.
  const tail = square > degrees ? incompleteBeta(degrees / (degrees + square), degrees / 2, 0.5) / 2 : (1 - incompleteBeta(square / (degrees + square), 0.5, degrees / 2)) / 2;
  return t > 0 ? 1 - tail : tail;
}

/** The t with P(T <= t) = `probability`, for 0 to 1; its ends give -Infinity and Infinity. */
export function studentQuantile(probability: number, degrees: number): number {
  if (!(probability > 0 && probability < 1)) return outsideQuantile(probability);
  return probability > 0.5 ? -studentQuantile(1 - probability, degrees) : invertRising((t) => studentCdf(t, degrees), probability);
}

/** Regularised incomplete beta function I_x(a, b), by its continued fraction on the side where that converges fast. */
function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (x >= 1) return 1;
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(1 - x, b, a);
  const front = Math.exp(a * Math.log(x) + b * Math.log1p(-x) + logGamma(a + b) - logGamma(a) - logGamma(b));
  return (front / a) * betaFraction(x, a, b);
}

/** Lentz's method on the continued fraction of the incomplete beta function (DLMF 8.17.22). */
function betaFraction(x: number, a: number, b: number): number {
  const tiny = 1e-300;
  let numerator = 1;
  let denominator = 1 - ((a + b) * x) / (a + 1);
  denominator = 1 / (Math.abs(denominator) < tiny ? tiny : denominator);
  let fraction = denominator;
  const step = (coefficient: number): number => {
    denominator = 1 + coefficient * denominator;
    denominator = 1 / (Math.abs(denominator) < tiny ? tiny : denominator);
    numerator = 1 + coefficient / numerator;
    if (Math.abs(numerator) < tiny) numerator = tiny;
    fraction *= denominator * numerator;
    return denominator * numerator;
  };
  for (let m = 1; m < 10_000; m++) {
    step((m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m)));
    if (Math.abs(step((-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1))) - 1) < 1e-16) break;
  }
  return fraction;
}

/** ln of the gamma function for x > 0: Stirling's series, moved to where it is exact. */
function logGamma(x: number): number {
  let shift = 0;
  let y = x;
  for (; y < 15; y++) shift += Math.log(y);
  const inverse = 1 / (y * y);
  const series = (1 / 12 - inverse * (1 / 360 - inverse * (1 / 1260 - inverse * (1 / 1680 - inverse / 1188)))) / y;
  return (y - 0.5) * Math.log(y) - y + Math.log(2 * Math.PI) / 2 + series - shift;
}
