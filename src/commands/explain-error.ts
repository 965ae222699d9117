import { describePlace, InputError, UserError } from '../core/errors.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { escapeForTerminal } from '../terminal/escape.ts';

export interface ExplainedError {
  /** For standard error; ends with a line break. */
  readonly text: string;
  readonly exitCode: ExitCode;
}

/** What the user reads about a failed command: one line on what is wrong, one on what to do; with `debug` the stack too. */
export function explainError(error: unknown, debug: boolean): ExplainedError {
  const stack = debug && error instanceof Error && error.stack !== undefined ? `${error.stack}\n` : '';
  if (error instanceof UserError) return { text: lines(error.message, error.hint) + stack, exitCode: exitCodes.usage };
  if (error instanceof InputError) {
    const place = describePlace(error.place);
    const file = error.place.file === undefined ? '' : `${error.place.file}: `;
    return { text: lines(`${file}${error.message}${place === '' ? '' : ` (${place})`}`, error.hint) + stack, exitCode: exitCodes.input };
  }
  const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  const hint = debug ? 'please report it with the stack below' : 'please report it with what this command prints when --debug is added';
  return { text: lines(`this is a bug in perf-report: ${reason}`, hint) + stack, exitCode: exitCodes.bug };
}

function lines(message: string, hint: string | undefined): string {
  return `perf-report: ${escapeForTerminal(message)}\n${hint === undefined ? '' : `  ${escapeForTerminal(hint)}\n`}`;
}
