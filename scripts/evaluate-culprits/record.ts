import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { leastCost, measureCost, type TrueCost } from './measure.ts';
import { profilers, type Profiler } from './profilers.ts';
import { tracedRounds, writeTree, type Injection, type Program } from './programs.ts';
import { besideBusyLoop, onCore, runOnce } from './run.ts';

/** A pair of trees that is recorded: an injection of a size, equal code, or equal code on a busy core. */
export interface Case {
  readonly id: string;
  readonly kind: string;
  readonly injection: Injection | null;
  /** Percent of the whole that the injection shall add. */
  readonly size: number;
  readonly besideBusyLoop: boolean;
}

export interface CaseFacts {
  readonly amount: number;
  readonly cost: TrueCost | null;
}

/** Pairs that find out what one unit of an injection costs, and those that measure its true cost. */
const pilotPairs = 3;
const pilotPercent = 30;
const costPairs = 5;
const busyCore = 0;
const factsName = 'facts.json';

export function casesOf(program: Program, sizes: readonly number[], equal: number, busy: number): Case[] {
  const injected = sizes.flatMap((size) => program.injections.map((injection): Case => ({ id: `${injection.kind.replaceAll(' ', '-')}-${size}`, kind: injection.kind, injection, size, besideBusyLoop: false })));
  const same = (count: number, kind: string, besideBusyLoop: boolean): Case[] => Array.from({ length: count }, (_, i) => ({ id: `${kind}-${i + 1}`, kind, injection: null, size: 0, besideBusyLoop }));
  return [...injected, ...same(equal, 'equal', false), ...same(busy, 'busy', true)];
}

export const recordingsOf = (directory: string, { id, extension }: Profiler, arm: 'base' | 'head', runs: number): string[] =>
  Array.from({ length: runs }, (_, run) => join(directory, `${id}-${arm}-${run + 1}.${extension}`));

/** Whether all of a case is recorded. */
export function isRecorded(program: Program, directory: string, runs: number): boolean {
  return existsSync(join(directory, factsName)) && filesOf(program, directory, runs).every((path) => existsSync(path));
}

function filesOf({ language }: Program, directory: string, runs: number): string[] {
  const own = profilers.filter((profiler) => profiler.language === language);
  return own.flatMap((profiler) => (['base', 'head'] as const).flatMap((arm) => recordingsOf(directory, profiler, arm, runs)));
}

/** Records what is missing of a case in `directory`: base and head in turn, in two checkouts below `work`. */
export async function recordCase(program: Program, found: Case, runs: number, directory: string, work: string, unitCosts: Map<string, number>): Promise<CaseFacts> {
  mkdirSync(directory, { recursive: true });
  const trees = { base: join(work, 'base', program.name), head: join(work, 'head', program.name) };
  const own = profilers.filter(({ language }) => language === program.language);
  const known = join(directory, factsName);
  let facts = existsSync(known) ? (JSON.parse(readFileSync(known, 'utf8')) as CaseFacts) : null;
  if (facts !== null && isRecorded(program, directory, runs)) return facts;
  const amount = facts?.amount ?? (found.injection === null ? 0 : amountFor(program, found.injection, found.size, trees, unitCosts));
  writeTree(program, trees.base, null, 0);
  writeTree(program, trees.head, found.injection, amount);
  facts ??= { amount, cost: found.injection === null ? null : measureCost(program, trees.base, trees.head, costPairs) };
  writeFileSync(known, JSON.stringify(facts));
  for (const profiler of own) {
    for (let run = 0; run < runs; run++) {
      for (const arm of run % 2 === 0 ? (['base', 'head'] as const) : (['head', 'base'] as const)) {
        const path = recordingsOf(directory, profiler, arm, runs)[run] as string;
        if (existsSync(path)) continue;
        const part = `${path}.part`;
        // What slows by the wall clock alone is recorded by it.
        const words = found.besideBusyLoop ? profiler.command(program.mainFile, part) : profiler.cpuCommand(program.mainFile, part, tracedRounds(program));
        if (found.besideBusyLoop && arm === 'head') await besideBusyLoop(busyCore, () => void runOnce(onCore(busyCore, words), trees.head));
        else runOnce(words, trees[arm]);
        if (!found.besideBusyLoop) profiler.finish?.(part);
        renameSync(part, path);
      }
    }
  }
  return facts;
}

/** The amount that adds `size` percent, from the cost of one unit. */
function amountFor(program: Program, injection: Injection, size: number, trees: { base: string; head: string }, unitCosts: Map<string, number>): number {
  const key = injection.kind;
  const known = unitCosts.get(key);
  if (known !== undefined) return Math.max(1, Math.round((size / 100) * known));
  // The unit of an injection may be a nanosecond or a millisecond: double until the change is plain.
  writeTree(program, trees.base, null, 0);
  let amount = 16;
  for (;;) {
    writeTree(program, trees.head, injection, amount);
    const { base, increase } = leastCost(program, trees.base, trees.head, pilotPairs);
    const share = increase / base;
    if (share * 100 >= pilotPercent || amount > 1e8) {
      unitCosts.set(key, amount / share);
      return Math.max(1, Math.round((size / 100) * (amount / share)));
    }
    amount = Math.ceil(amount * (share > 0.04 ? Math.min(8, (1.4 * pilotPercent) / 100 / share) : 6));
  }
}
