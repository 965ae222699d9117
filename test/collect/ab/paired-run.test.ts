import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import type { ConfirmPlan, RunBase } from '../../../src/collect/ab/arms.ts';
import { wholePairs } from '../../../src/collect/ab/whole-pairs.ts';
import { controlCommand } from '../../../src/collect/ab/control.ts';
import type { Execution, Measurement } from '../../../src/collect/measure/measurement.ts';
import type { RunTools, WorkloadPlan } from '../../../src/collect/run-plan.ts';
import { runWorkload } from '../../../src/collect/run-workload.ts';
import type { HostFacts, RunRecord, RunSample } from '../../../src/core/model/run-record.ts';
import { useTempDir } from '../../helpers/temp-dir.ts';

interface Scene {
  readonly looks?: readonly number[];
  readonly seed?: number;
  readonly budgetSeconds?: number | null;
  readonly setup?: string;
  readonly warmup?: number;
  readonly decide?: (samples: readonly RunSample[]) => boolean;
  readonly confirm?: ConfirmPlan;
  /** Exit code of the nth execution of an arm, from 0, setup and control apart. */
  readonly exit?: (arm: string, number: number) => number;
  readonly setupExit?: (arm: string) => number;
}

const fine = { startedAt: '2026-01-01T00:00:00Z', wallSeconds: 1, cpuUserSeconds: 1, cpuSystemSeconds: 0, peakRssBytes: 1, instructions: null, signal: null, leftOver: 0, droppedBytes: 0, startError: null };

describe('a run with a base', () => {
  const dir = useTempDir();
  let runs = 0;

  /** Runs with executions that take no time; `order` has the arms as they were executed. */
  async function run(scene: Scene): Promise<{ record: RunRecord; order: string[] }> {
    const order: string[] = [];
    const counts: Record<string, number> = {};
    const abort = new AbortController();
    const execute = async (execution: Execution): Promise<Measurement> => {
      const arm = execution.cwd.endsWith('/head') ? 'head' : 'base';
      if (execution.command === controlCommand) {
        order.push('control');
        return { ...fine, ending: 'exited', exitCode: 0 };
      }
      if (execution.command === 'setup') {
        order.push(`setup ${arm}`);
        writeFileSync(execution.stderrPath, `no ${arm} here\n`);
        return { ...fine, ending: 'exited', exitCode: scene.setupExit?.(arm) ?? 0 };
      }
      order.push(arm);
      const number = counts[arm] ?? 0;
      counts[arm] = number + 1;
      writeFileSync(join(execution.cwd, 'counters.json'), JSON.stringify({ work: arm === 'base' ? 1 : 2 }));
      writeFileSync(execution.stderrPath, `can't open ${arm}\n`);
      return { ...fine, ending: 'exited', exitCode: scene.exit?.(arm, number) ?? 0 };
    };
    const root = join(dir.path(), String(runs++));
    for (const name of ['head', 'run/base', 'base', 'scratch']) mkdirSync(join(root, name), { recursive: true });
    const plan = (arm: string): WorkloadPlan => ({
      name: 'w', command: 'work', setup: scene.setup ?? null, cwd: join(root, arm), env: {}, runs: 3, warmup: scene.warmup ?? 1, timeoutSeconds: null, counters: join(root, arm, 'counters.json'), instructions: false,
    });
    const host = { loadBefore: 0 } as unknown as HostFacts;
    const tools: RunTools = {
      execute, describeEnding: ({ exitCode }) => `exited with ${String(exitCode)}`, env: {}, program: { language: 'unknown', interpreter: null, words: null }, collectors: [],
      injectDir: '', scratchDir: join(root, 'scratch'), directory: join(root, 'run'), backendId: 'none',
      hostBefore: () => Promise.resolve({ after: () => Promise.resolve(host) }),
      git: { sha: 'b'.repeat(40), branch: 'main', dirty: false, shallow: false, baseSha: null }, ci: null, toolVersion: '0', profilers: [], notes: [],
      progress: { start: () => undefined, end: () => undefined, say: () => undefined }, abort: abort.signal, now: () => new Date(),
      save: () => Promise.resolve(),
    };
    const base: RunBase = {
      identity: { sha: 'a'.repeat(40), ref: 'origin/main' },
      arm: { plan: plan('base'), tools: { ...tools, directory: join(root, 'run/base') }, looks: scene.looks ?? [2, 4], seed: scene.seed ?? 1, budgetSeconds: scene.budgetSeconds ?? null, decide: scene.decide ?? (() => false), ...(scene.confirm === undefined ? {} : { confirm: scene.confirm }) },
    };
    return { record: await runWorkload(plan('head'), tools, base), order };
  }
  const pairsOf = ({ samples }: RunRecord): string[] => samples.filter(({ warmup }) => !warmup).map(({ arm, pair }) => `${arm}${String(pair)}`);

  it('is measured in blocks of ABBA or BAAB, with the control next to each sample, warm-ups first and setup once each', async () => {
    const first = await run({ looks: [4, 8], setup: 'setup' });
    expect(first.order.slice(0, 4)).to.deep.equal(['setup head', 'setup base', 'base', 'head']);
    const measured = first.order.slice(4);
    expect(measured.filter((_, index) => index % 2 === 0)).to.deep.equal(new Array(16).fill('control'));
    const arms = measured.filter((_, index) => index % 2 === 1).map((arm) => (arm === 'base' ? 'B' : 'A')).join('');
    for (let block = 0; block < arms.length; block += 4) expect(['ABBA', 'BAAB']).to.include(arms.slice(block, block + 4));
    const { record } = first;
    expect([record.status, record.control?.length, record.baseFailure, record.baseRef, record.git?.baseSha]).to.deep.equal(['finished', 16, null, 'origin/main', 'a'.repeat(40)]);
    expect(record.arms.map(({ arm, sha }) => [arm, sha?.slice(0, 1)])).to.deep.equal([['base', 'a'], ['head', 'b']]);
    expect(record.control?.map(({ arm, pair }) => `${arm}${String(pair)}`)).to.deep.equal(pairsOf(record));
    for (const { arm, counters } of record.samples) expect(counters).to.deep.equal({ work: arm === 'base' ? 1 : 2 });
    expect([record.settings.runs, record.settings.pairs]).to.deep.equal([null, 4]);
  });

  for (const [what, decideAt, pairs] of [['at the first look', 2, 2], ['at the second', 4, 4]] as const) {
    it(`ends ${what} that decides`, async () => {
      const seen: number[] = [];
      const { record } = await run({ looks: [2, 4, 8], decide: (samples) => (seen.push(samples.filter(({ pair }) => pair !== null).length), samples.filter(({ pair }) => pair !== null).length >= 2 * decideAt) });
      expect([pairsOf(record).length, seen]).to.deep.equal([2 * pairs, decideAt === 2 ? [4] : [4, 8]]);
    });
  }

  it('ends when its time is used up, after whole pairs, and says so', async () => {
    const { record } = await run({ budgetSeconds: 1e-9 });
    expect([record.status, pairsOf(record).length]).to.deep.equal(['finished', 2]);
    expect(record.notes.map(({ code, text }) => [code, text.slice(0, 51)])).to.deep.equal([['budget-ended', 'the time for pairs was used up after 1 of up to 4: ']]);
  });

  it('measures a failing gate again in pairs of its own, within the same time', async () => {
    const asked: number[] = [];
    const confirm = (isNeeded: boolean): ConfirmPlan => ({ isNeeded: () => isNeeded, decide: (samples) => (asked.push(samples.length), false) });
    const twice = (await run({ looks: [2, 4], decide: () => true, confirm: confirm(true) })).record;
    const rounds = twice.samples.filter(({ warmup }) => !warmup).map(({ arm, pair, round }) => `${arm}${String(pair)}${round === undefined ? '' : ` of ${String(round)}`}`).sort();
    expect(rounds).to.deep.equal(['base1', 'base2', ...[3, 4, 5, 6].map((pair) => `base${pair} of 2`), 'head1', 'head2', ...[3, 4, 5, 6].map((pair) => `head${pair} of 2`)]);
    expect(asked, 'asked of the second series alone').to.deep.equal([4, 8]);
    expect(twice.control?.filter(({ round }) => round === 2).length).to.equal(8);
    expect(twice.notes.map(({ code }) => code)).to.deep.equal(['second-series']);
    expect(pairsOf((await run({ looks: [2, 4], decide: () => true, confirm: confirm(false) })).record).length).to.equal(4);
    const late = (await run({ budgetSeconds: 1e-9, confirm: confirm(true) })).record;
    expect([late.status, pairsOf(late).length]).to.deep.equal(['finished', 2]);
    expect(late.notes.at(-1)?.text).to.contain('used up before the second series');
  });

  it('drops a pair of which one execution fails, measures it again in the same order, and gives up after three', async () => {
    const once = await run({ exit: (arm, number) => (arm === 'base' && number === 2 ? 1 : 0), looks: [4] });
    expect(once.record.status).to.equal('finished');
    expect(once.record.notes.map(({ text }) => text)).to.deep.equal(['pair 2 was dropped and measured again: the base exited with 1']);
    const whole = wholePairs(once.record.samples);
    expect([whole.length, pairsOf(once.record).filter((name) => name.endsWith('2')).length]).to.deep.equal([4, 1 + Number(pairsOf(once.record).includes('head2'))]);
    const firsts = whole.map(({ base }) => pairsOf(once.record).find((name) => name.endsWith(String(base.pair)))?.slice(0, 4));
    expect(firsts.filter((arm) => arm === 'base').length).to.equal(2);
    const often = await run({ exit: (arm, number) => (arm === 'head' && number > 1 ? 3 : 0), looks: [4] });
    expect([often.record.status, often.record.failure, often.record.failureOutput]).to.deep.equal(['failed', 'pair 4: the head exited with 3, the 3rd failure', "can't open head"]);
  });

  it('measures the head alone where the base never works, and says why', async () => {
    const cases: [Scene, string, string[]][] = [
      [{ setup: 'setup', setupExit: (arm) => (arm === 'base' ? 7 : 0) }, 'the base could not be measured: its setup exited with 7 (no base here)', []],
      [{ exit: (arm) => (arm === 'base' ? 2 : 0) }, "the base could not be measured: its warm-up 1 of 1 exited with 2 (can't open base)", ['base']],
    ];
    for (const [scene, reason, base] of cases) {
      const { record } = await run(scene);
      expect([record.status, record.failure, record.baseFailure, record.settings.runs]).to.deep.equal(['finished', null, reason, 3]);
      expect(record.notes).to.deep.equal([{ code: 'base-failed', text: reason }]);
      expect(record.samples.filter(({ arm }) => arm === 'base').map(({ arm }) => arm)).to.deep.equal(base);
      expect(record.samples.filter(({ arm, warmup, pair }) => arm === 'head' && !warmup && pair === null).length).to.equal(3);
    }
    const both = await run({ exit: () => 1 });
    expect([both.record.status, both.record.failure]).to.deep.equal(['failed', 'warm-up 1 of 1 exited with 1']);
  });
});
