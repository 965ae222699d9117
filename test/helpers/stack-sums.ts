import type { StackProfile } from '../../src/core/model/profile.ts';

export interface Sums {
  readonly total: number;
  readonly self: Readonly<Record<string, number>>;
  readonly inclusive: Readonly<Record<string, number>>;
}

type FrameText = (name: string, file: string, line: number) => string;

/** Total, self per leaf text and inclusive per frame text, each row by row as a person would. Zero sums are left out. */
export function sumsOf(profile: StackProfile, textOf: FrameText = (name) => name): Sums {
  const { frames, stacks, samples } = profile;
  const self = new Map<string, number>();
  const inclusive = new Map<string, number>();
  let total = 0;
  const add = (sums: Map<string, number>, text: string, weight: number): void => void sums.set(text, (sums.get(text) ?? 0) + weight);
  samples.stack.forEach((node, row) => {
    const weight = samples.weight[row] as number;
    total += weight;
    const texts: string[] = [];
    for (let step = node; step !== 0; step = stacks.parent[step] as number) {
      const frame = stacks.frame[step] as number;
      texts.push(textOf(frames.name[frame] as string, frames.file[frame] as string, frames.line[frame] as number));
    }
    add(self, texts[0] ?? '', weight);
    for (const text of new Set(texts)) add(inclusive, text, weight);
  });
  return { total, self: nonZero(self), inclusive: nonZero(inclusive) };
}

function nonZero(sums: Map<string, number>): Record<string, number> {
  return Object.fromEntries([...sums].filter(([, value]) => value !== 0));
}
