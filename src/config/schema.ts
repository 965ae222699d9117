import * as v from 'valibot';

/*
 * The shape of the configuration file: the one place that types, checks, the JSON Schema
 * (scripts/config-schema.ts) and the table in docs/configuration.md come from. It changes no value, so
 * that what was written can be told from a default.
 */

/** What an entry says about itself, besides its description: for error messages. */
export interface KeyFacts {
  /** Completes "it needs …". */
  readonly expects: string;
  /** Values to copy; the first one is shown in errors. */
  readonly examples: readonly unknown[];
}

/** A schema that says what it is: `expects` completes "it needs …" in errors, `examples` are values to copy. */
function documented<const Schema extends v.GenericSchema>(schema: Schema, description: string, expects: string, ...examples: readonly unknown[]) {
  const facts: KeyFacts = { expects, examples };
  return v.pipe(schema, v.description<v.InferOutput<Schema>, string>(description), v.metadata<v.InferOutput<Schema>, { expects: string; examples: readonly unknown[] }>(facts));
}

// No NUL, which no command or path can carry, and more than blanks.
const someText = v.pipe(v.string(), v.regex(/^[^\u0000]*[^\s\u0000][^\u0000]*$/));
const text = (description: string, expects: string, example: string) => documented(someText, description, expects, example);
const count = (description: string, least: number, most: number, example: number) =>
  documented(v.pipe(v.number(), v.integer(), v.minValue(least), v.maxValue(most)), description, `a whole number from ${least} to ${most}`, example);

export const countLimits = { runs: [1, 10_000], pairs: [1, 10_000], warmup: [0, 1_000], profiles: [0, 1_000_000] } as const;
/** "none", or a time as "120s", "2m", "1.5h"; a bare number is seconds. */
export const timeoutPattern = /^\s*(?:none|(\d{1,9}(?:\.\d{1,9})?)\s*(ms|s|m|h|d)?)\s*$/;
// Timers of Node end at 2^31 milliseconds, 24.8 days.
export const maxTimeoutSeconds = 24 * 86_400;
/** Days, as "400d" or "60w". */
export const daysPattern = /^\s*(\d{1,6})\s*(d|w)?\s*$/;
export const percentPattern = /^\s*(\d{1,6}(?:\.\d{1,9})?)\s*%\s*$/;
/** Names become directories. */
export const workloadNamePattern = /^(?!latest$)[A-Za-z0-9_][A-Za-z0-9._-]{0,63}$/;
export const workloadNameRule = 'letters, digits, ".", "_" and "-", no "." or "-" first, at most 64, and not "latest"';
/** A size with its unit: "1MiB", "500 kB". */
export const bytesPattern = /^\s*(\d{1,12}(?:\.\d{1,9})?)\s*(B|kB|KB|MB|GB|KiB|MiB|GiB)\s*$/;
/** A time with its unit: "5ms". */
export const durationPattern = /^\s*(\d{1,9}(?:\.\d{1,9})?)\s*(us|ms|s|m|h)\s*$/;
export const gateMetrics = ['wall', 'cpu', 'rss', 'instructions', 'calls', 'alloc-bytes', 'alloc-objects', 'live-bytes', 'self'] as const;
export const gateMetricPattern = /^(?:wall|cpu|rss|instructions|calls|alloc-bytes|alloc-objects|live-bytes|self|(?:counter:|(?:wall|cpu)\/).{1,200})$/;
export const gateMetricRule = `one of ${gateMetrics.join(', ')}, counter:<name>, or per item wall/<counter>, cpu/<counter>`;
export const criticalities = ['NOTE', 'UNSTABLE', 'FAILURE'] as const;
const oneOfCriticalities = `one of ${criticalities.join(', ')}`;

const percentage = v.pipe(v.string(), v.regex(percentPattern));

const gateSchema = documented(
  v.strictObject({
    metric: documented(
      v.pipe(v.string(), v.regex(gateMetricPattern)),
      'What is judged. Of the samples: `wall`, `cpu`, `rss`, `instructions`, `counter:<name>` (a number that the workload wrote), `wall/<counter>` and `cpu/<counter>` (time per item). Of the profiles: `calls`, `alloc-bytes`, `alloc-objects`, `live-bytes`; `self` is the own time of a function.',
      gateMetricRule,
      'wall',
    ),
    function: v.optional(text('Judges one function: its name, whole or shortened.', 'the name of a function', 'get_asset_info')),
    threshold: v.optional(documented(percentage, 'Growth that is still fine, as a percentage.', 'a percentage', '10%'), '10%'),
    warn: v.optional(documented(percentage, 'Growth that warns, at most the threshold. Without it: 5% for times of the whole workload, the threshold for the rest.', 'a percentage of at most the threshold', '5%')),
    floor: v.optional(
      documented(
        v.union([v.pipe(v.string(), v.regex(durationPattern)), v.pipe(v.string(), v.regex(bytesPattern)), v.pipe(v.number(), v.minValue(0), v.maxValue(Number.MAX_SAFE_INTEGER))]),
        'Growth that is too little to matter, whatever share it is: a time as `5ms`, a size as `1MiB`, a number for counts. Without it: 5ms for times and 1MiB for `rss` of the whole workload, 0 for the rest.',
        'a time as 5ms, a size as 1MiB, or a number for counts',
        '5ms',
      ),
    ),
    criticality: v.optional(documented(v.picklist(criticalities), 'What a regression does to the build: `NOTE`, `UNSTABLE` or `FAILURE`.', oneOfCriticalities, 'FAILURE'), 'FAILURE'),
  }),
  'One gate.',
  'a map with "metric"',
  { metric: 'wall', threshold: '10%' },
);

const variables = v.record(
  v.pipe(v.string(), v.regex(/^[^=\u0000]+$/)),
  documented(v.union([v.pipe(v.string(), v.regex(/^[^\u0000]*$/)), v.number(), v.boolean()]), 'One variable.', 'a text, a number, true or false', '2000'),
);
const profilerId = documented(v.pipe(v.string(), v.minLength(1)), 'One profiler.', 'the id of a profiler', 'cprofile');

/** Settings of a workload that `defaults` may give to all of them. */
const sharedEntries = {
  setup: v.optional(text('Shell command that runs once before the first execution.', 'a shell command', 'npm run build')),
  cwd: v.optional(text('Directory that setup and command run in, relative to the configuration file.', 'a directory', 'services/api'), '.'),
  env: v.optional(documented(variables, 'Environment variables for setup and command. A workload adds its own to those of `defaults`.', 'a map of names and values', { ASSETS: '2000' })),
  runs: v.optional(count('Measured executions where there is no base to compare with.', ...countLimits.runs, 10), 10),
  pairs: v.optional(count('Pairs of executions, one of base and one of head, where there is a base.', ...countLimits.pairs, 9), 9),
  budget: v.optional(
    documented(
      v.union([v.pipe(v.string(), v.regex(timeoutPattern)), v.pipe(v.number(), v.minValue(0.001), v.maxValue(maxTimeoutSeconds))]),
      'Time that the pairs may take: no pair begins that would probably end past it, whatever is decided. `10m`, `1h`, or `none`. A bare number is seconds.',
      'a time with its unit, or "none"',
      '10m',
    ),
    '30m',
  ),
  warmup: v.optional(count('Executions before the first measured one; they count nowhere.', ...countLimits.warmup, 1), 1),
  timeout: v.optional(
    documented(
      v.union([v.pipe(v.string(), v.regex(timeoutPattern)), v.pipe(v.number(), v.minValue(0.001), v.maxValue(maxTimeoutSeconds))]),
      'Longest time of one execution: `500ms`, `120s`, `2m`, `1h`, at most 24 days, or `none`. A bare number is seconds.',
      'a time with its unit, or "none"',
      '120s',
    ),
    '1h',
  ),
  profilers: v.optional(
    documented(
      v.union([v.pipe(v.string(), v.minLength(1)), v.array(profilerId)]),
      'Profilers to record with, as a list. `auto` picks by the command, `none` records nothing.',
      '"auto", "none" or a list of profilers',
      ['cprofile', 'tracemalloc'],
    ),
    'auto',
  ),
  counters: v.optional(text('JSON file of numbers that the workload writes, such as `{"assets": 250}`, relative to the directory that it runs in.', 'a file name', 'out/counters.json')),
  instructions: v.optional(documented(v.boolean(), 'Count instructions too, where the kernel allows it.', 'true or false', true), false),
  strict: v.optional(documented(v.boolean(), 'Fail only where even the bound that is 95 % sure is beyond the threshold.', 'true or false', true), false),
  confirm: v.optional(documented(v.boolean(), 'Measure a second, independent series of pairs where a gate fails, and fail only where both do.', 'true or false', true), false),
  inconclusive: v.optional(
    documented(v.picklist(criticalities), 'What gates without an answer (inconclusive, not comparable, environment suspect) do to the build: `NOTE`, `UNSTABLE` or `FAILURE`; never more than the criticality of the gate.', oneOfCriticalities, 'UNSTABLE'),
    'NOTE',
  ),
  gates: v.optional(documented(v.array(gateSchema), 'What is judged, and what a regression does to the build; those of a workload replace those of `defaults`.', 'a list of gates', [{ metric: 'wall', threshold: '10%' }])),
};

const workloadSchema = documented(
  v.strictObject({ command: text('The shell command to measure.', 'a shell command', 'python3 -m photo_tagger'), ...sharedEntries }),
  'One workload.',
  'a map with "command"',
  { command: 'python3 -m photo_tagger' },
);

const retentionSchema = documented(
  v.strictObject({
    metrics: v.optional(
      documented(
        v.union([v.pipe(v.string(), v.regex(daysPattern)), v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(999_999))]),
        'How long the measured numbers are kept: `400d`, `60w`. A bare number is days.',
        'a number of days',
        '400d',
      ),
      '400d',
    ),
    profiles: v.optional(count('How many runs keep their profiles.', ...countLimits.profiles, 30), 30),
  }),
  'What is kept of old runs.',
  'a map with "metrics" and "profiles"',
  { metrics: '400d', profiles: 30 },
);

export const configSchema = documented(
  v.strictObject({
    $schema: v.optional(text('Address of the JSON Schema, for editors.', 'the address of a schema', './node_modules/perf-report/schemas/config-v1.schema.json')),
    outDir: v.optional(text('Directory for the run directories, relative to the configuration file.', 'a directory', 'logs_local/profiling'), 'logs_local/profiling'),
    base: v.optional(text('Version to compare with: a branch, tag or commit, `auto` (where HEAD left the target branch; on that branch the commit before), or `none`.', 'a branch, tag or commit, "auto" or "none"', 'origin/main'), 'none'),
    target: v.optional(text('Branch that `base: auto` starts from. Without it: what CI says, else the main branch of origin.', 'the name of a branch', 'main')),
    defaults: v.optional(documented(v.strictObject(sharedEntries), 'Settings that all workloads share; a workload overrides them one by one.', 'a map of settings', { runs: 10 })),
    workloads: documented(
      v.pipe(v.record(v.pipe(v.string(), v.regex(workloadNamePattern)), workloadSchema), v.minEntries(1)),
      `The workloads by name. Names become directories: ${workloadNameRule}.`,
      'a map with at least one workload',
      { sample: { command: 'python3 -m photo_tagger' } },
    ),
    retention: v.optional(retentionSchema),
  }),
  'perf-report.config.{yaml,yml,json,js,mjs}: what is measured, and how.',
  'a map with "workloads"',
  { workloads: { sample: { command: 'python3 -m photo_tagger' } } },
);

/** A configuration file as written. */
export type ConfigInput = v.InferInput<typeof configSchema>;
export type WorkloadInput = ConfigInput['workloads'][string];
export type SharedInput = NonNullable<ConfigInput['defaults']>;
export type GateInput = v.InferInput<typeof gateSchema>;

/** What holds where nothing is said, as it would be written. */
export const configDefaults = {
  ...v.getDefaults(v.strictObject({ outDir: configSchema.entries.outDir, base: configSchema.entries.base })),
  workload: v.getDefaults(v.strictObject(sharedEntries)),
  gate: v.getDefaults(gateSchema),
  retention: v.getDefaults(configSchema.entries.retention.wrapped),
};
