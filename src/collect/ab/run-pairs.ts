import type { Arm, RunSample } from '../../core/model/run-record.ts';
import { balancedOrder, type PairOrder } from '../../core/stats/balanced-order.ts';
import { seededRandom, type Random } from '../../core/stats/random.ts';
import { medianOf } from '../../core/stats/summary.ts';
import type { RunRecorder } from '../run-recorder.ts';
import { measureOnce, type Trouble } from '../run-samples.ts';
import { measureControl } from './control.ts';
import type { BaseArm, RunArm } from './arms.ts';

/** So often an arm may fail; a workload that fails more often measures its failures. */
const maxFailures = 3;

/** `decided`, `budget` and `all` are complete runs; `base-failed` leaves the head to be measured alone. */
export type PairsEnd = 'decided' | 'budget' | 'all' | 'interrupted' | 'failed' | 'base-failed';

/** One of the series of pairs, 1 or 2. */
interface Series {
  readonly round: number;
  /** When the first series began, which the budget counts from. */
  readonly start: number;
  readonly random: Random;
  readonly decide: BaseArm['decide'];
}

interface PairPlace {
  readonly pair: number;
  /** Within its series, of `target`. */
  readonly number: number;
  readonly target: number;
  readonly round: number;
}

interface Failed {
  readonly arm: Arm;
  readonly trouble: Trouble;
}

/**
 * Warms both arms up, then measures pairs in balanced order (ABBA or BAAB by the seed), the control workload in the
 * slot of each, and looks at the planned numbers of pairs. A pair of which one sample fails is dropped and measured again in
 * the same order, so that the orders stay balanced.
 */
export async function runPairs(head: RunArm, base: BaseArm, recorder: RunRecorder): Promise<PairsEnd> {
  const problems: Readonly<Record<Arm, Set<string>>> = { base: new Set(), head: new Set() };
  const run = new PairedRun(head, base, recorder, problems);
  try {
    return (await run.warmUp()) ?? (await run.measure());
  } finally {
    recorder.addProblems(problems.head);
    recorder.addProblems(problems.base, 'of the base: ');
  }
}

class PairedRun {
  private readonly arms: Readonly<Record<Arm, RunArm>>;
  private readonly base: BaseArm;
  private readonly recorder: RunRecorder;
  private readonly problems: Readonly<Record<Arm, Set<string>>>;
  private readonly failures: Record<Arm, number> = { base: 0, head: 0 };
  private readonly pairSeconds: number[] = [];
  private lastPair = 0;
  /** Arms of which an execution ended well. */
  private readonly works = new Set<Arm>();

  constructor(head: RunArm, base: BaseArm, recorder: RunRecorder, problems: Readonly<Record<Arm, Set<string>>>) {
    this.arms = { base, head };
    this.base = base;
    this.recorder = recorder;
    this.problems = problems;
  }

  /** Null where all went well. */
  async warmUp(): Promise<PairsEnd | null> {
    const count = this.arms.head.plan.warmup;
    for (let number = 1; number <= count; number++) {
      for (const arm of ['base', 'head'] as const) {
        if (this.arms.head.tools.abort.aborted) return 'interrupted';
        const { plan, tools } = this.arms[arm];
        const { sample, trouble } = await measureOnce(plan, tools, { step: 'warmup', number, count, title: arm, arm, problems: this.problems[arm] });
        if (sample !== null) await this.recorder.addSample(sample);
        if (trouble !== null) return this.giveUp({ arm, trouble }, `warm-up ${number} of ${count}`);
        this.works.add(arm);
      }
    }
    return null;
  }

  /** The pairs, and where a gate fails by them and that is to be confirmed, as many again that know nothing of the first. */
  async measure(): Promise<PairsEnd> {
    const { seed, decide, confirm } = this.base;
    const random = seededRandom(seed);
    const start = performance.now();
    const first = await this.measureSeries({ round: 1, start, random, decide });
    if (confirm === undefined || first === 'interrupted' || first === 'failed' || first === 'base-failed') return first;
    const { samples, control = [] } = this.recorder.current;
    if (!confirm.isNeeded(samples, control)) return first;
    this.recorder.addNote({ code: 'second-series', text: 'a gate failed: the pairs were measured again in an independent second series' });
    return this.measureSeries({ round: 2, start, random, decide: (all) => confirm.decide(all.filter(({ round }) => round === 2)) });
  }

  private async measureSeries(series: Series): Promise<PairsEnd> {
    const { round, start, decide } = series;
    const { looks } = this.base;
    const orders = balancedOrder(looks.at(-1) ?? 0, series.random);
    const offset = this.lastPair;
    for (const [done, order] of orders.entries()) {
      for (;;) {
        if ((done > 0 || round > 1) && this.isLate(start)) return this.endEarly(done, round);
        const target = looks.find((look) => look > done) ?? orders.length;
        this.lastPair += 1;
        const failed = await this.measurePair(order, { pair: this.lastPair, number: this.lastPair - offset, target, round });
        if (failed === null) break;
        if (failed.trouble === 'interrupted') return 'interrupted';
        this.failures[failed.arm] += 1;
        const what = `pair ${this.lastPair}`;
        if (!this.works.has(failed.arm) || this.failures[failed.arm] >= maxFailures) return this.giveUp(failed, what);
        this.recorder.addNote({ code: 'pair-dropped', text: `${what} was dropped and measured again: the ${failed.arm} ${failed.trouble.text}` });
      }
      if (looks.includes(done + 1) && decide(this.recorder.current.samples)) return 'decided';
    }
    return 'all';
  }

  /** Null where both samples were taken. */
  private async measurePair(order: PairOrder, { pair, number, target, round }: PairPlace): Promise<Failed | null> {
    const start = performance.now();
    const marked = (sample: RunSample): RunSample => (round === 1 ? sample : { ...sample, round });
    for (const arm of order === 'base-first' ? (['base', 'head'] as const) : (['head', 'base'] as const)) {
      const { plan, tools } = this.arms[arm];
      if (tools.abort.aborted) return { arm, trouble: 'interrupted' };
      const control = await measureControl(this.arms.head.tools, arm, pair);
      if (tools.abort.aborted) return { arm, trouble: 'interrupted' };
      if (control !== null) this.recorder.addControl(marked(control));
      const { sample, trouble } = await measureOnce(plan, tools, { step: 'pair', number, count: target, title: arm, arm, pair, problems: this.problems[arm] });
      if (sample !== null) await this.recorder.addSample(marked(sample));
      if (trouble !== null) return { arm, trouble };
      this.works.add(arm);
    }
    this.pairSeconds.push((performance.now() - start) / 1000);
    return null;
  }

  /** Whether the next pair would probably end past the budget. */
  private isLate(start: number): boolean {
    const { budgetSeconds } = this.base;
    return budgetSeconds !== null && (performance.now() - start) / 1000 + (medianOf(this.pairSeconds) ?? 0) > budgetSeconds;
  }

  private endEarly(pairs: number, round: number): PairsEnd {
    const most = this.base.looks.at(-1) ?? 0;
    const where = round === 1 ? `after ${pairs} of up to ${most}` : pairs === 0 ? 'before the second series' : `after ${pairs} of up to ${most} of the second series`;
    this.recorder.addNote({ code: 'budget-ended', text: `the time for pairs was used up ${where}: --budget gives more` });
    return 'budget';
  }

  private giveUp({ arm, trouble }: Failed, what: string): PairsEnd {
    if (trouble === 'interrupted') return 'interrupted';
    // A base that never worked is no failure of what is judged.
    if (arm === 'base' && !this.works.has('base')) {
      this.recorder.failBase(baseFailure(`its ${what.replace(/^pair \d+$/, 'first execution')} ${trouble.text}`, trouble));
      return 'base-failed';
    }
    const often = this.failures[arm] >= maxFailures ? `, the ${maxFailures}rd failure` : '';
    this.recorder.fail(`${what}: the ${arm} ${trouble.text}${often}`, trouble.output);
    return 'failed';
  }
}

/** One sentence: what happened, and the last line that was written. */
export function baseFailure(what: string, trouble: Trouble): string {
  const said = trouble === 'interrupted' ? null : (trouble.output?.split('\n').at(-1) ?? null);
  return `the base could not be measured: ${what}${said === null ? '' : ` (${said.slice(0, 300)})`}`;
}
