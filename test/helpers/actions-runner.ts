import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';

/*
 * Runs the steps of a workflow's job, or of a composite action, one by one, as GitHub's documentation describes it: expressions, `if`, `env`,
 * bash with its options, and the files behind GITHUB_OUTPUT, GITHUB_STEP_SUMMARY and GITHUB_ENV. Actions of others are noted, not run.
 */

type Values = Readonly<Record<string, string>>;

export interface Step {
  readonly name?: string;
  readonly id?: string;
  readonly if?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly env?: Readonly<Record<string, string | number>>;
  readonly with?: Readonly<Record<string, string | number | boolean>>;
}

export interface Action {
  readonly inputs: Readonly<Record<string, { readonly description: string; readonly default?: string; readonly required?: boolean }>>;
  readonly outputs: Readonly<Record<string, { readonly description: string; readonly value: string }>>;
  readonly runs: { readonly using: string; readonly steps: readonly Step[] };
}

export interface Scene {
  readonly workspace: string;
  /** What `uses: ./` and the action's own files are. */
  readonly actionPath: string;
  readonly env: Values;
  readonly github: Readonly<Record<string, unknown>>;
}

export interface Ran {
  readonly outcome: 'success' | 'failure';
  readonly outputs: Values;
  readonly log: string;
  readonly summary: string;
  /** Actions of others in order, with their inputs. */
  readonly used: readonly { readonly uses: string; readonly with: Values }[];
}

interface Context {
  readonly inputs: Values;
  readonly steps: Record<string, { outputs: Values; outcome: string }>;
  readonly github: Readonly<Record<string, unknown>>;
  readonly env: Values;
}

export function readAction(path: string): Action {
  return parse(readFileSync(path, 'utf8')) as Action;
}

/** One use of the action: its outputs, and what its steps did. */
export function runAction(scene: Scene, inputs: Values): Ran {
  const action = readAction(join(scene.actionPath, 'action.yml'));
  const unknown = Object.keys(inputs).filter((name) => !(name in action.inputs));
  if (unknown.length > 0) throw new Error(`the action has no input ${unknown.join(', ')}`);
  const all = Object.fromEntries(Object.entries(action.inputs).map(([name, { default: otherwise = '' }]) => [name, inputs[name] ?? otherwise]));
  const context: Context = { inputs: all, steps: {}, github: { ...scene.github, action_path: scene.actionPath }, env: scene.env };
  const ran = runSteps(action.runs.steps, scene, context);
  return { ...ran, outputs: Object.fromEntries(Object.entries(action.outputs).map(([name, { value }]) => [name, filled(value, context)])) };
}

/** The steps of a job. */
export function runJob(scene: Scene, steps: readonly Step[]): Ran {
  return { ...runSteps(steps, scene, { inputs: {}, steps: {}, github: scene.github, env: scene.env }), outputs: {} };
}

function runSteps(steps: readonly Step[], scene: Scene, context: Context): Omit<Ran, 'outputs'> {
  let failed = false;
  let log = '';
  let summary = '';
  const used: { uses: string; with: Values }[] = [];
  for (const step of steps) {
    const id = step.id ?? '';
    if (!isWanted(step.if, failed, context)) {
      context.steps[id] = { outputs: {}, outcome: 'skipped' };
      continue;
    }
    const given = filledAll(step.with ?? {}, context);
    const ran = step.run !== undefined ? runScript(step, scene, context) : step.uses === './' ? runAction(scene, given) : { outcome: 'success', outputs: {}, log: '', summary: '', used: [{ uses: step.uses ?? '', with: given }] };
    log += ran.log;
    summary += ran.summary;
    used.push(...ran.used);
    failed ||= ran.outcome === 'failure';
    context.steps[id] = { outputs: ran.outputs, outcome: ran.outcome };
  }
  return { outcome: failed ? 'failure' : 'success', log, summary, used };
}

/** Without a function of the state in it, a condition holds only where nothing failed before. */
function isWanted(condition: string | undefined, failed: boolean, context: Context): boolean {
  const text = condition ?? 'success()';
  const value = evaluate(text.replace(/^\$\{\{(.*)\}\}$/, '$1'), context, failed);
  return Boolean(value) && (/\b(?:always|success|failure|cancelled)\(\)/.test(text) || !failed);
}

function runScript(step: Step, scene: Scene, context: Context): Ran {
  const temp = mkdtempSync(join(scene.workspace, '../step-'));
  const files = { GITHUB_OUTPUT: join(temp, 'output'), GITHUB_STEP_SUMMARY: join(temp, 'summary'), GITHUB_ENV: join(temp, 'env') };
  for (const file of Object.values(files)) writeFileSync(file, '');
  const script = join(temp, 'script.sh');
  writeFileSync(script, filled(step.run ?? '', context));
  const runnerTemp = join(scene.workspace, '../runner-temp');
  mkdirSync(runnerTemp, { recursive: true });
  const env = { ...scene.env, CI: 'true', GITHUB_ACTIONS: 'true', GITHUB_WORKSPACE: scene.workspace, RUNNER_TEMP: runnerTemp, ...files, ...filledAll(step.env ?? {}, context) };
  const { status, stdout, stderr } = spawnSync('bash', ['--noprofile', '--norc', '-e', '-o', 'pipefail', script], { cwd: scene.workspace, env, encoding: 'utf8' });
  const read = (file: string): string => (existsSync(file) ? readFileSync(file, 'utf8') : '');
  return { outcome: status === 0 ? 'success' : 'failure', outputs: parseOutputs(read(files.GITHUB_OUTPUT)), log: `${stdout}${stderr}`, summary: read(files.GITHUB_STEP_SUMMARY), used: [] };
}

/** `name=value`, or `name<<END`, lines, `END`. */
function parseOutputs(text: string): Values {
  const outputs: Record<string, string> = {};
  const lines = text.split('\n');
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? '';
    const many = /^([\w-]+)<<(.+)$/.exec(line);
    const one = /^([\w-]+)=(.*)$/.exec(line);
    if (many !== null) {
      const end = lines.indexOf(many[2] ?? '', at + 1);
      if (end < 0) throw new Error(`the output ${many[1] ?? ''} has no end`);
      outputs[many[1] ?? ''] = lines.slice(at + 1, end).join('\n');
      at = end;
    } else if (one !== null) outputs[one[1] ?? ''] = one[2] ?? '';
    else if (line !== '') throw new Error(`"${line}" is no output`);
  }
  return outputs;
}

function filledAll(values: Readonly<Record<string, unknown>>, context: Context): Values {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, filled(String(value), context)]));
}

function filled(text: string, context: Context): string {
  return text.replace(/\$\{\{([^}]*)\}\}/g, (_, expression: string) => String(evaluate(expression, context, false) ?? ''));
}

/** Expressions of GitHub with the operators that JavaScript has too; a name that is not there is null. */
function evaluate(expression: string, context: Context, failed: boolean): unknown {
  const program = expression
    .split(/('[^']*')/)
    .map((part) => (part.startsWith("'") ? JSON.stringify(part.slice(1, -1)) : part.replace(/\b(?:inputs|steps|github|env)(?:\.[\w-]+)+/g, (name) => `at(${JSON.stringify(name.split('.'))})`).replaceAll('==', '===').replaceAll('!=', '!==')))
    .join('');
  const at = (path: readonly string[]): unknown => path.reduce<unknown>((value, name) => (value as Record<string, unknown> | null | undefined)?.[name], context) ?? '';
  return new Function('at', 'always', 'success', 'failure', 'cancelled', `return (${program});`)(at, () => true, () => !failed, () => failed, () => false) as unknown;
}
