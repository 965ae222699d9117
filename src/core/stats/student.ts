import { invertRising } from './inverse.ts';
import { outsideQuantile } from './normal.ts';

/** P(T <= t) of Student's t with `degrees` of freedom (above 0, need not be whole). */
export function studentCdf(t: number, degrees: number): number {
  if (!Number.isFinite(t)) return Number.isNaN(t) ? NaN : t > 0 ? 1 : 0;
  const whole = degrees + t * t;
  const tail = incompleteBeta(degrees / whole, (t * t) / whole, degrees / 2, 0.5) / 2;
  return t > 0 ? 1 - tail : tail;
}

/** The t with P(T <= t) = `probability`, for 0 to 1; its ends give -Infinity and Infinity. */
export function studentQuantile(probability: number, degrees: number): number {
  if (!(probability > 0 && probability < 1)) return outsideQuantile(probability);
  return probability > 0.5 ? -studentQuantile(1 - probability, degrees) : invertRising((t) => studentCdf(t, degrees), probability);
}

/** Regularised incomplete beta function I_x(a, b), for x and y = 1 - x, by its continued fraction on the side where that converges fast. */
function incompleteBeta(x: number, y: number, a: number, b: number): number {
  if (x <= 0) return 0;
  if (y <= 0) return 1;
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(y, x, b, a);
  const front = Math.exp(a * Math.log(x) + b * Math.log(y) + logGammaRatio(Math.max(a, b), Math.min(a, b)) - logGammaRatio(1, Math.min(a, b) - 1));
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

/**
 * ln of gamma(x + step) / gamma(x) for x and x + step above 0: Stirling's series, moved to where it is exact. The ratio, since the
 * difference of two large logarithms would lose digits.
 */
function logGammaRatio(x: number, step: number): number {
  let moved = 0;
  let from = x;
  for (; from < 15; from++) moved += Math.log(from / (from + step));
  const to = from + step;
  const correction = (y: number): number => (1 / 12 - (1 / 360 - (1 / 1260 - (1 / 1680 - 1 / (1188 * y * y)) / (y * y)) / (y * y)) / (y * y)) / y;
  return moved + (from - 0.5) * Math.log1p(step / from) + step * Math.log(to) - step + correction(to) - correction(from);
}
