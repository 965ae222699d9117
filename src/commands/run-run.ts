import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join, relative } from 'node:path';
import { collectors } from '../collect/collectors/index.ts';
import { readCiFacts } from '../collect/host/ci-facts.ts';
import { readGitFacts } from '../collect/host/git-facts.ts';
import { chooseBackend } from '../collect/measure/choose-backend.ts';
import { configJson, printConfig } from '../config/print-config.ts';
import { resolveSettings } from '../config/resolve-settings.ts';
import { readRunFlags } from '../config/run-flags.ts';
import type { Settings } from '../config/settings.ts';
import { UserError } from '../core/errors.ts';
import type { RunRecord } from '../core/model/run-record.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { createRunDirectory, publishLatest } from '../io/run-directory.ts';
import { decideColor, makePalette, type ColorChoice } from '../terminal/color.ts';
import { escapeForTerminal } from '../terminal/escape.ts';
import { injectDirectory } from './inject-directory.ts';
import { notesText } from './messages.ts';
import { openBase } from './open-base.ts';
import { runOneWorkload, type RunScene } from './run-one-workload.ts';
import { runText } from './run-text.ts';
import { isCi, type Shell } from './shell.ts';
import { watchStopSignals } from './stop-signals.ts';

export interface RunOptions {
  readonly workloads: readonly string[];
  readonly argv: Readonly<Record<string, unknown>>;
  readonly printConfig: boolean;
  readonly json: boolean;
  readonly quiet: boolean;
  readonly color: ColorChoice;
}

/** What one call of `run` did. */
interface Ran {
  /** The run directory, or the directory of all of them. */
  readonly directory: string;
  readonly latest: string | null;
  readonly runs: readonly { readonly directory: string; readonly record: RunRecord }[];
  readonly signal: string | null;
}

/** Runs the workloads one after the other. Exit code 3 where one failed or the run was interrupted. */
export async function runRun(options: RunOptions, shell: Shell): Promise<ExitCode> {
  const settings = await resolveSettings({ cwd: shell.cwd, env: shell.env, flags: readRunFlags(options.argv), knownProfilers: collectors.map(({ id }) => id) });
  if (options.printConfig) {
    shell.stdout.write(options.json ? `${JSON.stringify(configJson(settings), null, 2)}\n` : `${printConfig(settings).map(escapeForTerminal).join('\n')}\n`);
    return exitCodes.done;
  }
  if (settings.workloads.length === 0) throw new UserError('there is no workload to run', 'name a command after --, or write a configuration: perf-report init');
  if (!options.quiet) shell.stderr.write(settings.warnings.map((text) => `note: ${escapeForTerminal(text)}\n`).join(''));
  const ran = await runAll(settings, options, shell);
  if (options.json) {
    shell.stdout.write(`${JSON.stringify({ schema: 'perf-report/run-result/v1', directory: shown(ran.directory, shell), latest: ran.latest === null ? null : shown(ran.latest, shell), runs: ran.runs.map(({ record }) => record) })}\n`);
  } else await printRan(ran, options, shell);
  return ran.signal === null && ran.runs.every(({ record }) => record.status === 'finished') ? exitCodes.done : exitCodes.input;
}

async function runAll(settings: Settings, options: RunOptions, shell: Shell): Promise<Ran> {
  const injectDir = injectDirectory();
  const { backend } = await chooseBackend(injectDir, null);
  const scratch = await mkdtemp(join(tmpdir(), 'perf-report-'));
  const stop = watchStopSignals();
  let closeBase = async (): Promise<void> => undefined;
  try {
    const { git, notes } = await readGitFacts(settings.root, shell.env);
    const base = await openBase(settings, git, shell.env);
    if (base !== null) closeBase = async () => base.worktree.close();
    const directory = await createRunDirectory(settings.outDir, new Date());
    const scene: RunScene = { settings, backend, injectDir, scratch, abort: stop.abort, git, base, notes: [...notes, ...(base?.notes ?? [])], ci: readCiFacts(shell.env), quiet: options.quiet || options.json, inCi: isCi(shell.env) };
    const runs: { directory: string; record: RunRecord }[] = [];
    const several = settings.workloads.length > 1;
    for (const workload of settings.workloads) {
      if (stop.abort.aborted) break;
      const own = several ? join(directory, workload.name) : directory;
      runs.push({ directory: own, record: await runOneWorkload(workload, own, scene, shell) });
    }
    const interrupted = stop.received() !== null;
    return { directory, latest: interrupted ? null : await publishLatest(settings.outDir, directory), runs, signal: stop.received() };
  } finally {
    await closeBase();
    stop.release();
    await rm(scratch, { recursive: true, force: true });
  }
}

async function printRan(ran: Ran, options: RunOptions, shell: Shell): Promise<void> {
  const palette = makePalette(decideColor(options.color, shell.env, shell.stdout.isTTY));
  for (const { directory, record } of ran.runs) {
    if (!options.quiet) shell.stdout.write(`${(await runText(record, directory, palette)).join('\n')}\n\n`);
    shell.stderr.write(failureText(record, ran.signal));
    if (!options.quiet) shell.stderr.write(notesText(record.notes));
  }
  if (options.quiet) return;
  shell.stdout.write(`Run:  ${palette.strong(escapeForTerminal(shown(ran.directory, shell)))}\n`);
  if (ran.latest !== null) shell.stdout.write(`Next: perf-report ${escapeForTerminal(shown(ran.latest, shell))}\n`);
}

/** What went wrong, with the last lines that the workload wrote. */
function failureText({ workload, failure, failureOutput, status, samples }: RunRecord, signal: string | null): string {
  const name = escapeForTerminal(workload);
  if (status === 'interrupted') return `perf-report: ${name} was interrupted (${signal ?? 'stopped'}) after ${samples.filter(({ warmup }) => !warmup).length} samples, which are kept\n`;
  if (failure === null) return '';
  const output = failureOutput === null ? '' : failureOutput.split('\n').map((line) => `  | ${escapeForTerminal(line)}\n`).join('');
  const exit = samples.at(-1)?.exitCode ?? null;
  const hint = exit !== null && exit > 0 && exit < 126 ? '  if this exit code is no failure, as a linter\'s findings, end the command with: || true\n' : '';
  return `perf-report: ${name} failed: ${escapeForTerminal(failure)}\n${output}${hint}`;
}

/** A path as the user would type it from here. */
function shown(path: string, { cwd }: Shell): string {
  const below = relative(cwd, path);
  return below === '' ? basename(path) : below.startsWith('..') ? path : below;
}
