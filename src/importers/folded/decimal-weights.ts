import { WeightColumn } from '../../core/model/weights.ts';

const MAX_SCALE = 9;

/**
 * Weights per stack node, summed exactly as decimals: the columns hold integers, the weight times
 * 10^scale, and the scale grows when a count with more decimals comes, as long as sums stay below 2^53.
 */
export class DecimalWeights {
  readonly columns: readonly WeightColumn[];
  /** True where every count was a whole number. */
  whole = true;
  negative = false;

  private scale = 0;
  private factor = 1;
  /** Sum of absolute scaled weights: no partial sum is larger. */
  private magnitude = 0;

  constructor(columnCount: number) {
    this.columns = Array.from({ length: columnCount }, () => new WeightColumn());
  }

  /** Adds value / 10^decimals to a node; `decimals` -1 says that `value` is a plain double. */
  add(column: number, node: number, value: number, decimals: number): void {
    const scaled = decimals === 0 && this.scale === 0 ? value : this.scaled(value, decimals);
    if (value < 0) {
      this.negative = true;
      this.magnitude -= scaled;
    } else this.magnitude += scaled;
    (this.columns[column] as WeightColumn).add(node, scaled);
  }

  /** False where the sums are so large that their last digits are rounded. */
  get exact(): boolean {
    return this.magnitude <= Number.MAX_SAFE_INTEGER;
  }

  /** Weight of each node of a column. */
  finish(column: number): Float64Array {
    const values = (this.columns[column] as WeightColumn).values;
    if (this.scale > 0) for (let i = 0; i < values.length; i++) values[i] = (values[i] as number) / this.factor;
    return values;
  }

  private scaled(value: number, decimals: number): number {
    if (decimals !== 0) this.whole = false;
    if (decimals > this.scale) this.raise(decimals);
    if (decimals < 0) return value * this.factor;
    return decimals <= this.scale ? value * 10 ** (this.scale - decimals) : value / 10 ** (decimals - this.scale);
  }

  private raise(scale: number): void {
    const step = 10 ** (scale - this.scale);
    if (scale > MAX_SCALE || this.magnitude * step > Number.MAX_SAFE_INTEGER) return;
    for (const { values } of this.columns) for (let i = 0; i < values.length; i++) values[i] = (values[i] as number) * step;
    this.scale = scale;
    this.factor = 10 ** scale;
    this.magnitude *= step;
  }
}
