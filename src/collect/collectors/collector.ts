import type { Note } from '../../core/model/note.ts';
import type { Program } from '../program.ts';

/** Whether a profiler works here, found out by trying it. */
export type Probe =
  | { readonly works: true; /** As "pyinstrument 5.1.3". */ readonly version: string }
  | { readonly works: false; /** One clause: why not. */ readonly reason: string; /** What to run to make it work. */ readonly remedy: string };

/** What a collector may look at. */
export interface CollectorContext {
  /** Facts about the command: language, interpreter. */
  readonly program: Program;
  /** Where the command will run, and its environment. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** Directory of the programs that collectors put into a workload's process (src/collect/inject). Copy them: paths may hold `:` or spaces. */
  readonly injectDir: string;
}

/** A command as it will be started. */
export interface PreparedCommand {
  readonly command: string;
  readonly env: Readonly<Record<string, string>>;
}

/** One file a profiler left. */
export interface CollectedFile {
  /** Absolute path below the collector's directory. */
  readonly path: string;
  /** Name in the run directory, as `profile.stats`; unique within the collector. */
  readonly name: string;
}

export interface Collected {
  /** The main profile first. Empty where nothing was left: `notes` say why. */
  readonly files: readonly CollectedFile[];
  readonly notes: readonly Note[];
}

/** One profiler. Adding one is one file, one line in index.ts, one fixture, one docs row. */
export interface Collector {
  /** As in the configuration: `cprofile`. */
  readonly id: string;
  readonly title: string;
  /** What it records, for people: "wall time of every Python function". */
  readonly records: string;
  /** Whether `auto` picks it for this program. */
  suits(program: Program): boolean;
  /** Tries the profiler itself in a temporary directory; never throws for what is missing. */
  probe(context: CollectorContext): Promise<Probe>;
  /** The command and environment that record into `dir`, an empty directory of this execution alone. */
  prepare(command: PreparedCommand, dir: string, context: CollectorContext): Promise<PreparedCommand>;
  /** What the execution left in `dir`. Broken or empty files are left out with a note. */
  collect(dir: string, context: CollectorContext): Promise<Collected>;
}
