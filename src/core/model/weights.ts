/** A growing column of weights, zero where nothing was added. */
export class WeightColumn {
  values: Float64Array<ArrayBuffer>;

  constructor(capacity = 1024) {
    this.values = new Float64Array(capacity);
  }

  add(index: number, weight: number): void {
    if (index >= this.values.length) this.grow(index);
    this.values[index] = (this.values[index] as number) + weight;
  }

  private grow(index: number): void {
    const grown = new Float64Array(Math.max(this.values.length * 2, index + 1));
    grown.set(this.values);
    this.values = grown;
  }
}
