import type { BaseIssue } from 'valibot';
import { UserError } from '../core/errors.ts';
import { nearest } from '../core/nearest.ts';
import type { WrittenValue } from './read-yaml.ts';
import { gateMetrics, workloadNameRule } from './schema.ts';
import { factsAt, knownKeys, type ConfigPath } from './schema-walk.ts';

/** Lines are looked up for the first problems only. */
const maxLookedAt = 100;

type Issue = BaseIssue<unknown>;

interface Problem {
  readonly message: string;
  readonly hint: string;
  readonly line: number | null;
  /** Dotted path of a key that is missing. */
  readonly missing?: string;
  /** Dotted path of the key that an unknown one was probably meant to be. */
  readonly meant?: string | null;
}

/** The check's complaints as one error about the first of them in the file. */
export function explainIssues(issues: readonly Issue[], written: WrittenValue, label: string): UserError {
  const all = issues.slice(0, maxLookedAt).map((issue) => problemOf(issue, written));
  // "comand" is an unknown key; that "command" is missing says nothing more.
  const meant = new Set(all.map((problem) => problem.meant));
  const problems = all.filter(({ missing }) => missing === undefined || !meant.has(missing));
  const [first] = problems.sort((a, b) => (a.line ?? 0) - (b.line ?? 0));
  if (first === undefined) throw new Error('the check complained about nothing');
  const place = first.line === null ? '' : ` (line ${first.line})`;
  return new UserError(`${label}: ${first.message}${place}${problems.length > 1 ? '; there is more to correct below' : ''}`, first.hint);
}

function problemOf(issue: Issue, written: WrittenValue): Problem {
  const path = pathOf(issue);
  const line = written.lineOf(path);
  const last = issue.path?.at(-1);
  const parent = path.slice(0, -1);
  if (last?.origin === 'key') {
    if (issue.type !== 'strict_object') return { ...wrongName(path, String(last.key)), line };
    return issue.expected === 'never' ? { ...unknownKey(parent, String(last.key)), line } : { ...missingKey(path), line };
  }
  const inner = issue.type === 'union' ? issue.issues?.find((each) => each.path !== undefined) : undefined;
  if (inner !== undefined) {
    const deeper = [...path, ...pathOf(inner)];
    return { ...wrongValue(deeper, inner.input), line: written.lineOf(deeper) };
  }
  return { ...wrongValue(path, issue.input), line };
}

function pathOf(issue: Issue): (string | number)[] {
  return (issue.path ?? []).map(({ key }) => key as string | number);
}

type Explained = Omit<Problem, 'line'>;

function unknownKey(parent: ConfigPath, key: string): Explained {
  const known = knownKeys(parent);
  const near = nearest(key, known);
  return {
    message: `${parent.length === 0 ? 'a configuration' : dotted(parent)} knows no key "${key}"`,
    hint: near === null ? `it knows ${known.join(', ')}` : `did you mean ${near}?`,
    meant: near === null ? null : dotted([...parent, near]),
  };
}

function missingKey(path: ConfigPath): Explained {
  const parent = path.slice(0, -1);
  return { message: `${parent.length === 0 ? 'the configuration' : dotted(parent)} has no "${String(path.at(-1))}"`, hint: `add it, ${exampleOf(path)}`, missing: dotted(path) };
}

function wrongName(path: ConfigPath, name: string): Explained {
  if (path.at(-2) === 'env') return { message: `"${name}" is no name of an environment variable`, hint: 'names are not empty and hold no "="' };
  return { message: `"${name}" is no name for a workload`, hint: `names become directories: ${workloadNameRule}` };
}

/** What is wrong with a value that is not what `path` needs. */
export function wrongValue(path: ConfigPath, input: unknown): { readonly message: string; readonly hint: string } {
  const facts = factsAt(path);
  const message = `${path.length === 0 ? 'the configuration' : dotted(path)} is ${describeValue(input)}; it needs ${facts?.expects ?? 'another value'}`;
  const near = path.at(-1) === 'metric' && typeof input === 'string' ? nearest(input, gateMetrics) : null;
  return { message, hint: near === null ? exampleOf(path) : `did you mean ${near}?` };
}

/** "for example runs: 10". */
export function exampleOf(path: ConfigPath): string {
  const [example] = factsAt(path)?.examples ?? [];
  const key = path.at(-1);
  const text = typeof example === 'string' ? example : JSON.stringify(example ?? null).replaceAll('"', '').replaceAll(':', ': ').replaceAll(',', ', ');
  return `for example ${typeof key === 'string' ? `${key}: ` : ''}${text}`;
}

export function dotted(path: ConfigPath): string {
  return path.join('.');
}

/** A value in a sentence: short, and without the content of maps and lists. */
function describeValue(input: unknown): string {
  if (input === null || input === undefined) return 'empty';
  if (Array.isArray(input)) return input.length === 0 ? 'an empty list' : 'a list';
  if (typeof input === 'object') return Object.keys(input).length === 0 ? 'an empty map' : 'a map';
  if (typeof input === 'function') return 'a function';
  if (typeof input === 'string') return input.length > 60 ? `"${input.slice(0, 59)}…"` : `"${input}"`;
  return String(input);
}
