import { logSpread } from './sensitivity.ts';
import { studentQuantile } from './student.ts';

/**
 * The value below which the next one lies with `probability` if nothing changed, after a history of at least two values (log of the
 * median of each build); null for fewer.
 */
export function predictionBound(history: readonly number[], probability = 0.99): number | null {
  const count = history.length;
  if (count < 2) return null;
  const first = history[0] as number;
  const mean = first + history.reduce((sum, value) => sum + (value - first), 0) / count;
  return mean + studentQuantile(probability, count - 1) * logSpread(history) * Math.sqrt(1 + 1 / count);
}
