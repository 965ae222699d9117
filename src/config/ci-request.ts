import * as v from 'valibot';
import { ciProtocol } from './ci-protocol.ts';
import { UserError } from '../core/errors.ts';
import { nearest } from '../core/nearest.ts';
import { criticalities, gateMetricPattern, gateMetricRule, percentPattern, workloadNamePattern, workloadNameRule, type GateInput } from './schema.ts';

/*
 * What a CI integration (vars/*.groovy, action.yml) asks for: one JSON, described in docs/ci-protocol.md. Integrations compute nothing, so
 * everything that can be wrong in it is told from here.
 */

const someText = v.pipe(v.string(), v.regex(/^[^\u0000]*[^\s\u0000][^\u0000]*$/, 'a text'));
const orNull = <const Schema extends v.GenericSchema>(schema: Schema) => v.optional(v.nullable(schema), null);
const flag = (otherwise: boolean) => v.optional(v.boolean('true or false'), otherwise);
const wholeFrom = (least: number) => v.pipe(v.number(`a whole number from ${least}`), v.integer(`a whole number from ${least}`), v.minValue(least, `a whole number from ${least}`), v.maxValue(1_000_000, 'at most 1,000,000'));
/** One name or a list of them. */
const words = v.pipe(
  v.union([someText, v.array(someText)], 'a text or a list of texts'),
  v.transform((value): readonly string[] => (typeof value === 'string' ? [value] : value)),
);

/** "10%", or percent points as 10: what users of quality gates write. */
const share = v.pipe(
  v.union([v.pipe(v.string(), v.regex(percentPattern)), v.pipe(v.number(), v.minValue(0))], 'a percentage, as "10%" or 10'),
  v.transform((value) => (typeof value === 'number' ? `${value}%` : value)),
);

const gate = v.pipe(
  v.strictObject({
    metric: v.pipe(v.string(gateMetricRule), v.regex(gateMetricPattern, gateMetricRule)),
    threshold: v.optional(share),
    function: v.optional(v.nullable(someText)),
    criticality: v.optional(v.picklist(criticalities, `one of ${criticalities.join(', ')}`)),
    warn: v.optional(share),
    floor: v.optional(v.union([someText, v.pipe(v.number(), v.minValue(0))], 'a time as 5ms, a size as 1MiB, or a number')),
  }),
  // As the configuration has it, where what is not said has no key.
  v.transform((value): GateInput => Object.fromEntries(Object.entries(value).filter(([, each]) => each !== null && each !== undefined)) as unknown as GateInput),
);

const profileChoices = ['always', 'regression', 'never'] as const;

const directory = v.pipe(v.string('a directory name'), v.regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,199}$/, 'a directory name of letters, digits, ".", "_" and "-"'));

const requestSchema = v.strictObject({
  protocol: v.number(),
  mode: v.picklist(['run', 'report'], 'run or report'),
  /** Below the working directory, of this build and this call alone. */
  directory,
  workload: orNull(words),
  command: orNull(someText),
  setup: orNull(someText),
  config: orNull(someText),
  base: orNull(someText),
  pairs: orNull(wholeFrom(1)),
  profilers: orNull(words),
  profile: flag(true),
  dir: orNull(words),
  gates: orNull(v.array(gate, 'a list of gates')),
  baseline: orNull(v.strictObject({
      path: orNull(someText),
      url: orNull(someText),
      /** Full name of a job of the Jenkins that the build runs on, and whether its unstable builds count. */
      job: orNull(someText),
      unstable: flag(false),
      /** Why other ways led to none. */
      tried: v.optional(v.array(v.string()), []),
    })),
  retention: v.nullish(
    v.strictObject({
      /** Which builds archive their profiles. */
      profiles: v.optional(v.picklist(profileChoices, `one of ${profileChoices.join(', ')}`), 'always'),
      /** Run directories that stay in the workspace. */
      runs: v.optional(wholeFrom(1), 20),
      /** The most that one call archives; reports come first. */
      maxMiB: v.optional(wholeFrom(1), 200),
    }),
    {},
  ),
  failOnError: flag(true),
});

export type CiRequest = v.InferOutput<typeof requestSchema>;
export type CiRetention = CiRequest['retention'];

const allKeys = Object.keys(requestSchema.entries);

/** Reads a request. Throws UserError with what to write instead. */
export function parseCiRequest(text: string): CiRequest {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new UserError(`the request is no JSON: ${error instanceof Error ? error.message.slice(0, 200) : ''}`, 'docs/ci-protocol.md describes it');
  }
  const protocol = typeof value === 'object' && value !== null && 'protocol' in value ? value.protocol : null;
  if (protocol !== ciProtocol) {
    throw new UserError(`the library speaks protocol ${String(protocol)} and this perf-report protocol ${ciProtocol}`, 'use the library and the program of one version: @Library(\'perf-report@v1\') and perf-report@1, or leave reporter at auto');
  }
  const result = v.safeParse(requestSchema, value);
  if (!result.success) throw explain(result.issues[0]);
  const { workload, command } = result.output;
  const bad = command !== null ? workload?.find((name) => !workloadNamePattern.test(name)) : undefined;
  if (bad !== undefined) throw new UserError(`workload is ${JSON.stringify(bad.slice(0, 60))}, which is no name for a workload`, `names become directories: ${workloadNameRule}`);
  return result.output;
}

/** The directory that a request names, where the rest of it may be wrong: the place of the answer that says so. Null where it names none. */
export function directoryOfRequest(text: string): string | null {
  try {
    const value = JSON.parse(text) as { readonly directory?: unknown } | null;
    const result = v.safeParse(directory, value?.directory);
    return result.success ? result.output : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function explain(issue: v.BaseIssue<unknown>): UserError {
  const path = (issue.path ?? []).map(({ key }) => String(key));
  const last = issue.path?.at(-1);
  if (last?.origin === 'key' && issue.type === 'strict_object') {
    const key = path.at(-1) ?? '';
    if (issue.expected !== 'never') return new UserError(`${path.join('.')} is missing`, 'docs/ci-protocol.md describes the request');
    const near = path.length === 1 ? nearest(key, allKeys) : nearest(key, ['metric', 'threshold', 'function', 'criticality', 'warn', 'floor', 'profiles', 'runs', 'maxMiB', 'path', 'url', 'job', 'unstable']);
    return new UserError(`there is no parameter "${path.join('.').slice(0, 100)}"`, near === null ? `there are ${allKeys.slice(3).join(', ')}` : `did you mean ${near}?`);
  }
  const input = issue.input;
  const shown = typeof input === 'string' ? JSON.stringify(input.slice(0, 60)) : Array.isArray(input) ? 'a list' : input !== null && typeof input === 'object' ? 'a map' : String(input);
  return new UserError(`${path.join('.')} is ${shown}; it needs ${issue.message}`, 'docs/jenkins.md lists the parameters');
}
