import type { Random } from './random.ts';

/** Which version of a pair of runs goes first. */
export type PairOrder = 'base-first' | 'head-first';

/**
 * The order of `pairs` pairs of runs: blocks of two pairs, ABBA or BAAB by chance, so that a steady drift of the machine meets
 * both versions alike. Of an odd number the last pair falls by chance.
 */
export function balancedOrder(pairs: number, random: Random): PairOrder[] {
  const order: PairOrder[] = [];
  while (order.length < pairs) {
    if (random.uniform() < 0.5) order.push('base-first', 'head-first');
    else order.push('head-first', 'base-first');
  }
  return order.slice(0, pairs);
}
