/** Samples of a speedscope profile: `samples` are the stacks as JSON without the outer brackets, one per weight. */
export interface WeightedStacks {
  readonly samples: string;
  readonly weights: readonly number[];
}
