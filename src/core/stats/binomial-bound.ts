/**
 * The largest probability for which `count` or fewer hits in `trials` are no surprise: the upper end of the exact one-sided interval of
 * Clopper and Pearson. 1 where everything was a hit, and without trials.
 */
export function binomialUpperBound(count: number, trials: number, confidence = 0.95): number {
  return count >= trials ? 1 : probabilityOfTail(count, trials, 1 - confidence);
}

/** The smallest probability for which `count` or more hits in `trials` are no surprise; 0 without a hit. */
export function binomialLowerBound(count: number, trials: number, confidence = 0.95): number {
  return count <= 0 ? 0 : probabilityOfTail(count - 1, trials, confidence);
}

/** The p with P(X <= count) = `tail`, to the last bit; the tail falls where p rises. */
function probabilityOfTail(count: number, trials: number, tail: number): number {
  let low = 0;
  let high = 1;
  for (;;) {
    const middle = (low + high) / 2;
    if (middle <= low || middle >= high) return middle;
    if (binomialCdf(count, trials, middle) > tail) low = middle;
    else high = middle;
  }
}

/** P(X <= count), by logarithms: the chance of no hit at all may be below all numbers. */
function binomialCdf(count: number, trials: number, probability: number): number {
  const odds = Math.log(probability) - Math.log1p(-probability);
  let term = trials * Math.log1p(-probability);
  let sum = Math.exp(term);
  for (let hits = 1; hits <= count; hits++) {
    term += Math.log((trials - hits + 1) / hits) + odds;
    sum += Math.exp(term);
  }
  return sum;
}
