import type { ReportModel } from '../../core/model/report.ts';
import { quoteForShell } from '../../core/quote-for-shell.ts';

/** A command with what it does. */
export interface CommandLine {
  readonly purpose: string;
  readonly command: string;
}

/** Commands that lead back to the numbers of the page. */
export function commandLines(model: ReportModel): CommandLine[] {
  const lines: CommandLine[] = [];
  const command = model.run?.command ?? null;
  if (command !== null && command !== '') lines.push({ purpose: 'Do the same work', command });
  const first = model.profiles[0]?.file;
  if (first !== undefined) lines.push({ purpose: 'The table in a terminal, in the directory of the profiles', command: `npx perf-report top ${fileWord(first)}` });
  lines.push({ purpose: 'This page again, in the directory of the profiles', command: 'npx perf-report .' });
  return lines;
}

/** A name that starts with - would be read as an option. */
function fileWord(path: string): string {
  return quoteForShell(path.startsWith('-') ? `./${path}` : path);
}
