import { basename, relative } from 'node:path';
import { collectors } from '../collect/collectors/index.ts';
import { configJson, printConfig } from '../config/print-config.ts';
import { resolveSettings } from '../config/resolve-settings.ts';
import { readRunFlags } from '../config/run-flags.ts';
import { UserError } from '../core/errors.ts';
import type { RunRecord } from '../core/model/run-record.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { decideColor, makePalette, type ColorChoice } from '../terminal/color.ts';
import { escapeForTerminal } from '../terminal/escape.ts';
import { notesText } from './messages.ts';
import { runAll, type Ran } from './run-all.ts';
import { runText } from './run-text.ts';
import type { Shell } from './shell.ts';

export interface RunOptions {
  readonly workloads: readonly string[];
  readonly argv: Readonly<Record<string, unknown>>;
  readonly printConfig: boolean;
  readonly json: boolean;
  readonly quiet: boolean;
  readonly color: ColorChoice;
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
  const ran = await runAll(settings, { quiet: options.quiet || options.json, baseIsOptional: false }, shell);
  if (options.json) {
    shell.stdout.write(`${JSON.stringify({ schema: 'perf-report/run-result/v1', directory: shown(ran.directory, shell), latest: ran.latest === null ? null : shown(ran.latest, shell), runs: ran.runs.map(({ record }) => record) })}\n`);
  } else await printRan(ran, options, shell);
  return ran.signal === null && ran.runs.every(({ record }) => record.status === 'finished') ? exitCodes.done : exitCodes.input;
}

/** Prints what was measured, and what went wrong. */
export async function printRan(ran: Ran, options: Pick<RunOptions, 'quiet' | 'color'>, shell: Shell): Promise<void> {
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
export function failureText({ workload, failure, failureOutput, status, samples }: RunRecord, signal: string | null): string {
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
