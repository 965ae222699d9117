import type { Argv, Options } from 'yargs';

/** One command: order of work only. The handler loads what it needs when it runs, so that --help is quick. */
export interface Command {
  /** yargs' word, or several; `$0` makes it the default. */
  readonly command: string | readonly string[];
  readonly describe: string;
  /** Flags of this command by name without dashes. */
  readonly options: Readonly<Record<string, Options>>;
  readonly builder: (args: Argv) => Argv;
  readonly handler: (argv: Record<string, unknown>) => void | Promise<void>;
}
