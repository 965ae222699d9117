import { copyFile, mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { skipPrefixes } from '../program-prefixes.ts';
import { quoteWord, splitCommand } from '../program-words.ts';
import type { CollectorContext, PreparedCommand, Probe } from './collector.ts';
import { runBriefly } from './run-briefly.ts';

/** What a recorder in src/collect/inject/node records. */
export type NodeRecording = 'cpu' | 'heap';

/**
 * The command with a recorder in every Node process and worker thread that it starts. It comes by
 * `--require` in NODE_OPTIONS, because Node before 22 does not take `--cpu-prof` there. Profiles come into `dir`.
 */
export async function preloadRecorder(recording: NodeRecording, { command, env }: PreparedCommand, dir: string, injectDir: string): Promise<PreparedCommand> {
  const target = join(dir, 'inject');
  await mkdir(target);
  const source = join(injectDir, 'node');
  for (const file of await readdir(source)) if (file.endsWith('.cjs')) await copyFile(join(source, file), join(target, file));
  // With "=" it stays one word where a script expands the variable without quotes.
  const option = `--require=${quoteOption(join(target, `${recording}.cjs`))}`;
  return { command: addToAssignments(command, option), env: { ...env, NODE_OPTIONS: `${env['NODE_OPTIONS'] ?? ''} ${option}`.trim() } };
}

/** Commands that set variables for others, beside a leading `NAME=value`. */
const setters: ReadonlySet<string> = new Set(['export', 'cross-env', 'cross-env-shell']);

/** The command with the option added wherever it sets NODE_OPTIONS itself, as in `NODE_OPTIONS=--max-old-space-size=4096 npm run build`. */
function addToAssignments(command: string, option: string): string {
  let added = '';
  let from = 0;
  for (const words of splitCommand(command).commands) {
    const rest = skipPrefixes(words);
    const before = words.slice(0, words.length - rest.length);
    for (const { text, end } of setters.has(rest[0]?.text ?? '') ? words : before) {
      if (!text.startsWith('NODE_OPTIONS=')) continue;
      // Quoted text may follow any other within one word.
      added += `${command.slice(from, end)}${quoteWord(` ${option}`)}`;
      from = end;
    }
  }
  return added + command.slice(from);
}

/** A value as NODE_OPTIONS wants it: blanks end a word outside of double quotes, a backslash quotes within them. */
function quoteOption(value: string): string {
  return /[\s"\\]/.test(value) ? `"${value.replaceAll(/["\\]/g, '\\$&')}"` : value;
}

/** Lets the interpreter record an empty program in a temporary directory. */
export async function probeRecorder(recording: NodeRecording, context: CollectorContext): Promise<Probe> {
  const permission = await permissionModelIn(context);
  if (permission !== null) return { works: false, reason: `${permission} switches on Node's permission model, which forbids the profiler`, remedy: 'run it without --permission to profile it' };
  const dir = await mkdtemp(join(tmpdir(), 'perf-report-probe-'));
  try {
    const { env } = await preloadRecorder(recording, { command: '', env: context.env }, dir, context.injectDir);
    const run = await runBriefly(context.program.interpreter ?? 'node', ['--print', 'process.versions.node'], { cwd: context.cwd, env });
    const version = run.stdout.trim();
    if (run.exitCode !== 0 || version === '') {
      const said = run.startError ?? run.stderr.trim().split('\n').findLast((line) => /error/i.test(line)) ?? 'it printed no version';
      return { works: false, reason: `node does not run: ${said.slice(0, 200)}`, remedy: 'install Node.js 20 or newer, and put it into PATH' };
    }
    const files = await readdir(dir);
    if (files.some((file) => file.endsWith('-last.json'))) return { works: true, version: `Node.js ${version}` };
    const complaint = files.find((file) => file.startsWith('problem-'));
    const reason = complaint === undefined ? `Node.js ${version} left no profile` : `Node.js ${version}: ${(await readFile(join(dir, complaint), 'utf8')).trim().slice(0, 200)}`;
    return { works: false, reason, remedy: 'install Node.js 20 or newer, built with the inspector' };
  } finally {
    await rm(dir, { recursive: true, force: true });
  }
}

const permissionOption = /--(experimental-)?permission(?![\w-])/;

/**
 * Where the permission model is switched on, null where nothing says so: it lets no file be loaded that
 * the program does not name, and a preload that cannot be read ends the program.
 */
async function permissionModelIn({ program, env, cwd }: CollectorContext): Promise<string | null> {
  if (permissionOption.test(program.words?.join(' ') ?? '')) return 'the command';
  if (permissionOption.test(env['NODE_OPTIONS'] ?? '')) return 'NODE_OPTIONS';
  try {
    if (permissionOption.test(await readFile(join(cwd, 'package.json'), 'utf8'))) return 'a script in package.json';
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
  }
  return null;
}
