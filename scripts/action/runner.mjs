import { randomUUID } from 'node:crypto';
import { appendFileSync } from 'node:fs';
import process from 'node:process';

/*
 * How a step speaks to GitHub's runner: docs.github.com, "Workflow commands for GitHub Actions".
 */

/** Values may have lines; none of them can end its own text, since nobody knows the word that does. */
export function setOutputs(values) {
  const end = `end-${randomUUID()}`;
  appendTo('GITHUB_OUTPUT', Object.entries(values).map(([name, value]) => `${name}<<${end}\n${value}\n${end}\n`).join(''));
}

export function appendTo(variable, text) {
  const file = process.env[variable];
  if (file !== undefined && file !== '') appendFileSync(file, text);
}

/** An annotation of the build; texts of others are no commands of their own. */
export function reportError(message) {
  const text = message.slice(0, 1_000).replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
  process.stdout.write(`::error title=perf-report::${text}\n`);
}

/** One line of the log that is no command: neither "::" at a start nor "##[" anywhere. */
export function plainLine(text) {
  return `perf-report: ${text.replace(/[\r\n]+/g, ' ').replaceAll('##[', '# #[')}`;
}
