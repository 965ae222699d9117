import { seededRandom } from '../../src/core/stats/random.ts';
import { judgeFamily, plannedLooks, type PairsJudgement, type PairsRule } from '../../src/core/stats/sequential.ts';
import { noiseKinds } from './noise.ts';
import { simulatePairs } from './simulate.ts';

/** Several comparisons of one build that share the error of the gate. */
export interface FamilyCell {
  readonly seed: number;
  readonly families: number;
  readonly comparisons: number;
  readonly variation: number;
}

/** Share of builds of unchanged code in which at least one of the comparisons fails, by Holm's steps at each look. */
export function falseFamilyFails({ seed, families, comparisons, variation }: FamilyCell): number {
  const random = seededRandom(seed);
  const kinds = Object.keys(noiseKinds);
  const looks = plannedLooks(comparisons);
  const rule: PairsRule = { fail: 0.1, warn: 0.05, looks: looks.length };
  let failed = 0;
  for (let family = 0; family < families; family++) {
    const series = Array.from({ length: comparisons }, (_, place) => simulatePairs(random, kinds[(family + place) % kinds.length] as string, looks.at(-1) as number, variation, 0));
    if (judgeBuild(series, looks, rule).some(({ verdict }) => verdict === 'fail')) failed++;
  }
  return failed / families;
}

/** What is decided keeps its pairs and its verdict; the others go on. */
function judgeBuild(series: readonly (readonly number[])[], looks: readonly number[], rule: PairsRule): PairsJudgement[] {
  const last = new Map<number, PairsJudgement>();
  const slower = new Set<number>();
  for (const pairs of looks) {
    const taken = series.map((logRatios, place) => logRatios.slice(0, last.get(place)?.decided === true ? last.get(place)?.pairs : pairs));
    judgeFamily(taken, rule, slower).forEach((judgement, place) => {
      if (judgement.lower !== null && judgement.lower > 0) slower.add(place);
      if (last.get(place)?.decided !== true) last.set(place, judgement);
    });
  }
  return [...last.values()];
}
