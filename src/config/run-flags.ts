import { UserError } from '../core/errors.ts';

/** Flags of `run` as typed: texts are checked when settings are resolved. */
export interface RunFlags {
  /** Names of workloads; none means all of the file. */
  readonly workloads?: readonly string[] | undefined;
  readonly command?: string | undefined;
  readonly setup?: string | undefined;
  readonly cwd?: string | undefined;
  readonly runs?: string | undefined;
  readonly pairs?: string | undefined;
  readonly base?: string | undefined;
  readonly target?: string | undefined;
  readonly budget?: string | undefined;
  readonly allowSame?: boolean | undefined;
  readonly warmup?: string | undefined;
  readonly timeout?: string | undefined;
  /** "a,b", "auto" or "none". */
  readonly profilers?: string | undefined;
  readonly profile?: boolean | undefined;
  readonly counters?: string | undefined;
  readonly instructions?: boolean | undefined;
  readonly strict?: boolean | undefined;
  readonly confirm?: boolean | undefined;
  readonly outDir?: string | undefined;
  /** A file, or false to read none. */
  readonly config?: string | false | undefined;
}

interface FlagOption {
  readonly type: 'string' | 'boolean';
  readonly requiresArg?: true;
  readonly describe: string;
}

const text = (describe: string): FlagOption => ({ type: 'string', requiresArg: true, describe });

/** The options of `run` that settle settings, as yargs takes them. Each is also read from PERF_REPORT_<NAME>. */
export const runFlagOptions: Readonly<Record<string, FlagOption>> = {
  command: text('Shell command to measure; needs no configuration file'),
  setup: text('Shell command that runs once before the first execution'),
  cwd: text('Directory that the command runs in'),
  runs: text('Measured executions [10]'),
  base: text('Version to compare with: a branch, tag or commit, auto, or none [none]'),
  target: text('Branch that --base auto starts from [of CI, else of origin]'),
  pairs: text('Pairs of executions, base and head, before the first look [9]'),
  budget: text('Time that the pairs may take: 10m, 1h, none [30m]'),
  'allow-same': { type: 'boolean', describe: 'Compare a commit with itself, to see how calm the machine is' },
  warmup: text('Executions before the first measured one [1]'),
  timeout: text('Longest time of one execution: 120s, 2m, none [1h]'),
  profilers: text('Profilers: a,b, or none [auto: by the command]'),
  profile: { type: 'boolean', describe: 'Run the profilers; --no-profile only measures' },
  counters: text('JSON file of numbers that the workload writes'),
  instructions: { type: 'boolean', describe: 'Count instructions too, where the kernel allows it' },
  strict: { type: 'boolean', describe: 'Stop at a failing gate only where it is 95 % sure; compare and gate have the same flag' },
  confirm: { type: 'boolean', describe: 'With a base: measure a failing gate again in a second, independent series' },
  'out-dir': text('Directory for the run directories [logs_local/profiling]'),
  config: text('Configuration file; --no-config reads none'),
};

/** The flags of a parsed call of `run`. Throws UserError where one is given twice, but for --profilers, whose lists add up. */
export function readRunFlags(argv: Readonly<Record<string, unknown>>): RunFlags {
  const once = (flag: string): unknown => {
    const value = argv[flag];
    if (Array.isArray(value)) throw new UserError(`--${flag} is given ${value.length} times`, 'give it once');
    return value;
  };
  const word = (flag: string): string | undefined => {
    const value = once(flag);
    return value === undefined ? undefined : String(value);
  };
  const bool = (flag: string): boolean | undefined => {
    const value = once(flag);
    return value === undefined ? undefined : value === true;
  };
  const profilers = argv['profilers'];
  const names = argv['workloads'];
  return {
    workloads: (Array.isArray(names) ? names : [names]).filter((name) => name !== undefined).map(String),
    command: word('command'),
    setup: word('setup'),
    cwd: word('cwd'),
    runs: word('runs'),
    base: word('base'),
    target: word('target'),
    pairs: word('pairs'),
    budget: word('budget'),
    allowSame: bool('allow-same'),
    warmup: word('warmup'),
    timeout: word('timeout'),
    profilers: Array.isArray(profilers) ? profilers.join(',') : word('profilers'),
    profile: bool('profile'),
    counters: word('counters'),
    instructions: bool('instructions'),
    strict: bool('strict'),
    confirm: bool('confirm'),
    outDir: word('out-dir'),
    // yargs turns --no-config into false, although it takes a text otherwise.
    config: once('config') === false ? false : word('config'),
  };
}
