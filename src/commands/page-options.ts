import type { Command } from './command.ts';
import { once, parseCount, parseList, parsePattern, parseSize } from './flags.ts';
import { reportFormats, type ReportFormat } from './report-formats.ts';

/** Flags of every command that writes a report: where to, which formats, and what the page holds. `usualFormats` says what is written without --format. */
export function pageFlags(usualFormats: string): Command['options'] {
  return {
    output: { alias: 'o', type: 'string', requiresArg: true, default: 'profile-report', describe: 'Directory to write the report to' },
    format: { type: 'string', requiresArg: true, describe: `What to write: html, json, md, junit; several with commas [${usualFormats}]` },
    'max-size': { type: 'string', requiresArg: true, default: '25MiB', describe: 'Bound of index.html; what is left out is listed' },
    top: { alias: 'n', type: 'string', requiresArg: true, default: '40', describe: 'Functions a table lists; 0 lists all' },
    focus: { type: 'string', requiresArg: true, describe: 'Keep only stacks with a function that matches this pattern' },
    ignore: { type: 'string', requiresArg: true, describe: 'Leave out stacks with a function that matches this pattern' },
  };
}

export interface PageOptions {
  readonly output: string;
  /** Null writes the usual ones. */
  readonly formats: readonly ReportFormat[] | null;
  readonly maxBytes: number;
  readonly top: number;
  readonly focus: RegExp | null;
  readonly ignore: RegExp | null;
}

/** The values of `pageFlags`. Throws UserError. */
export function readPageFlags(argv: Readonly<Record<string, unknown>>): PageOptions {
  return {
    output: once('output', argv['output']) ?? 'profile-report',
    formats: argv['format'] === undefined ? null : parseList('format', argv['format'], reportFormats),
    maxBytes: parseSize('max-size', argv['max-size']) ?? 25 * 1024 ** 2,
    top: parseCount('top', argv['top']) ?? 40,
    focus: parsePattern('focus', argv['focus']),
    ignore: parsePattern('ignore', argv['ignore']),
  };
}
