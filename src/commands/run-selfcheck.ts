import { collectors } from '../collect/collectors/index.ts';
import { resolveSettings } from '../config/resolve-settings.ts';
import { readRunFlags } from '../config/run-flags.ts';
import type { Settings, WorkloadSettings } from '../config/settings.ts';
import { UserError } from '../core/errors.ts';
import { countFalseAlarms, falseAlarmSentences, selfChecksLike, type FalseAlarms } from '../core/gate/false-alarms.ts';
import type { SelfCheckEntry } from '../core/model/self-check.ts';
import { medianOf } from '../core/stats/summary.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { addSelfChecks, readSelfChecks, selfCheckPath } from '../io/self-check-store.ts';
import { decideColor, makePalette, type ColorChoice } from '../terminal/color.ts';
import { escapeForTerminal } from '../terminal/escape.ts';
import { compareWithSelf, type SelfCheckScene } from './compare-with-self.ts';
import { notesText } from './messages.ts';
import { openSelfBase } from './open-self-base.ts';
import { failureText } from './run-run.ts';
import { withRunStage } from './run-stage.ts';
import { comparisonLine, selfCheckText, type CheckedWorkload } from './self-check-text.ts';
import type { Shell } from './shell.ts';

export interface SelfCheckOptions {
  readonly workloads: readonly string[];
  readonly argv: Readonly<Record<string, unknown>>;
  /** Of each workload. */
  readonly comparisons: number;
  /** Of all of them; null has no limit. */
  readonly budgetSeconds: number | null;
  readonly json: boolean;
  readonly quiet: boolean;
  readonly color: ColorChoice;
}

/** What one call of `selfcheck` did. */
interface Checked {
  readonly made: readonly SelfCheckEntry[];
  /** Workloads that failed. */
  readonly failed: readonly string[];
  readonly signal: string | null;
}

/**
 * Compares each workload with itself, one after the other in rounds, and stores every outcome at once. Exit code 1 where more than 1 % of false alarms is
 * shown, 3 where a workload failed or the check was interrupted.
 */
export async function runSelfCheck(options: SelfCheckOptions, shell: Shell): Promise<ExitCode> {
  // The budget of the call is that of all comparisons; that of the pairs stays as configured, as in a build.
  const flags = readRunFlags({ ...options.argv, budget: undefined });
  const settings = await resolveSettings({ cwd: shell.cwd, env: shell.env, flags, knownProfilers: collectors.map(({ id }) => id) });
  if (settings.workloads.length === 0) throw new UserError('there is no workload to check', 'name a command after --, or write a configuration: perf-report init');
  // A file that cannot be added to is named before anything runs.
  await readSelfChecks(settings.outDir);
  const { made, failed, signal } = await checkAll({ ...settings, profile: false }, options, shell);
  const checked = checkedWorkloads(made, await readSelfChecks(settings.outDir));
  const together = checked.length > 1 ? countFalseAlarms(checked.flatMap(({ all }) => all)) : null;
  const store = selfCheckPath(settings.outDir);
  if (options.json) shell.stdout.write(`${JSON.stringify(jsonOf(checked, together, failed, store))}\n`);
  else if (!options.quiet && made.length > 0) {
    const palette = makePalette(decideColor(options.color, shell.env, shell.stdout.isTTY));
    shell.stdout.write(`${[...selfCheckText(checked, together, palette), `Kept in ${escapeForTerminal(store)}`].join('\n')}\n`);
  }
  if (signal !== null) shell.stderr.write(`perf-report: interrupted (${signal}) after ${made.length} comparisons${made.length > 0 ? ', which are kept' : ''}\n`);
  if (failed.length > 0 || signal !== null) return exitCodes.input;
  return checked.some(({ alarms }) => alarms.isTooNervous) || together?.isTooNervous === true ? exitCodes.gateFailed : exitCodes.done;
}

async function checkAll(settings: Settings, options: SelfCheckOptions, shell: Shell): Promise<Checked> {
  return withRunStage(settings.root, shell, async ({ scene: shared, received, closeAfter }) => {
    const base = await openSelfBase(settings.root, shared.git, shell.env);
    closeAfter(base.worktree);
    const silent = options.quiet || options.json;
    if (!silent) shell.stderr.write(notesText(base.notes));
    // A line for each comparison is enough where nobody looks.
    const scene: SelfCheckScene = { ...shared, settings, base, notes: [], selfChecks: [], quiet: silent || !shell.stderr.isTTY || shared.inCi };
    const { made, failed } = await checkInRounds(scene, options, shell);
    return { made, failed, signal: received() };
  });
}

/** One comparison of each workload in turn, so that a budget serves all alike. */
async function checkInRounds(scene: SelfCheckScene, options: SelfCheckOptions, shell: Shell): Promise<Pick<Checked, 'made' | 'failed'>> {
  const { comparisons, budgetSeconds } = options;
  const silent = options.quiet || options.json;
  const start = shell.now();
  const made: SelfCheckEntry[] = [];
  const failed = new Set<string>();
  const took = new Map<string, number[]>();
  const isLate = ({ name }: WorkloadSettings): boolean => budgetSeconds !== null && made.length > 0 && (shell.now() - start) / 1000 + (medianOf(took.get(name) ?? []) ?? 0) > budgetSeconds;
  for (let number = 1; number <= comparisons; number++) {
    for (const workload of scene.settings.workloads.filter(({ name }) => !failed.has(name))) {
      if (scene.abort.aborted) return { made, failed: [...failed] };
      if (isLate(workload)) {
        if (!silent) shell.stderr.write(`note: the time was used up after ${made.length} of ${comparisons * scene.settings.workloads.length} comparisons: --budget gives more\n`);
        return { made, failed: [...failed] };
      }
      const { entry, record, seconds } = await compareWithSelf(workload, number, scene, shell);
      if (entry === null) {
        if (record.status === 'interrupted') continue;
        failed.add(workload.name);
        shell.stderr.write(record.status === 'failed' ? failureText(record, null) : `perf-report: ${escapeForTerminal(`${workload.name}: ${record.baseFailure ?? 'nothing was measured'}`)}\n`);
        continue;
      }
      made.push(entry);
      took.set(workload.name, [...(took.get(workload.name) ?? []), seconds]);
      await addSelfChecks(scene.settings.outDir, [entry]);
      if (!silent) shell.stderr.write(`${comparisonLine(entry, number, comparisons, seconds)}\n`);
    }
  }
  return { made, failed: [...failed] };
}

interface CheckedWithAll extends CheckedWorkload {
  readonly all: readonly SelfCheckEntry[];
}

/** The comparisons of this call by workload, with those that were stored of the same kind. */
function checkedWorkloads(made: readonly SelfCheckEntry[], stored: readonly SelfCheckEntry[]): CheckedWithAll[] {
  return [...new Set(made.map(({ workload }) => workload))].flatMap((workload) => {
    const comparisons = made.filter((entry) => entry.workload === workload);
    const last = comparisons.at(-1);
    if (last === undefined) return [];
    // Machines that tell nothing of themselves may be several.
    const all = last.fingerprint === null ? comparisons : selfChecksLike(stored, last);
    return [{ workload, gates: last.gates, comparisons, all, alarms: countFalseAlarms(all) }];
  });
}

function jsonOf(checked: readonly CheckedWithAll[], together: FalseAlarms | null, failed: readonly string[], store: string): object {
  const told = (alarms: FalseAlarms): object => ({ ...alarms, sentences: falseAlarmSentences(alarms) });
  return {
    schema: 'perf-report/selfcheck-result/v1',
    store,
    workloads: checked.map(({ workload, gates, comparisons, alarms }) => ({ workload, gates, comparisons, alarms: told(alarms) })),
    together: together === null ? null : told(together),
    failed,
  };
}
