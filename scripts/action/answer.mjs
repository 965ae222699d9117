/*
 * Third step of action.yml: reads the answer (result.properties, docs/ci-protocol.md) and gives it to the runner: outputs, the summary of the
 * job, and a file with the text of a comment. Runs as well where the call before it failed.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { appendTo, plainLine, reportError, setOutputs } from './runner.mjs';

const { env } = process;
const { DIRECTORY: directory = '', ARTIFACT_NAME: artifactName = '' } = env;
/** GitHub takes 1 MiB as a summary and 65,536 characters as a comment. */
const maxSummary = 900_000;
const maxComment = 60_000;

function readAnswer() {
  const file = join(directory, 'result.properties');
  if (!existsSync(file)) return { verdict: 'failed', result: 'error', message: 'perf-report was stopped, or could not start: the log of this step says why' };
  const lines = readFileSync(file, 'utf8').split('\n').filter((line) => line.includes('='));
  return Object.fromEntries(lines.map((line) => [line.slice(0, line.indexOf('=')), unescaped(line.slice(line.indexOf('=') + 1))]));
}

function unescaped(text) {
  return text.replace(/\\(u[0-9a-f]{4}|.)/g, (_, code) => (code.length > 1 ? String.fromCharCode(parseInt(code.slice(1), 16)) : ({ n: '\n', r: '\r' }[code] ?? code)));
}

/** Whole lines only: half a table row or link shows as rubbish. */
function cut(text, most) {
  return text.length <= most ? text : `${text.slice(0, text.lastIndexOf('\n', most))}\n\nThe rest is in the report.\n`;
}

function summary(message) {
  const file = join(directory, 'report', 'summary.md');
  // Written by us as Markdown; the message alone is text of others.
  return existsSync(file) ? readFileSync(file, 'utf8') : `perf-report could not do its work: \`${message.replace(/[`\r\n]+/g, ' ')}\`\n`;
}

/** The first line finds the comment again, so that one is renewed instead of a row of them. */
function comment(text) {
  const run = `${env.GITHUB_SERVER_URL}/${env.GITHUB_REPOSITORY}/actions/runs/${env.GITHUB_RUN_ID}`;
  return `<!-- perf-report: ${artifactName} -->\n${cut(text, maxComment)}\nThe whole report is the artifact \`${artifactName}\` of [this run](${run}).\n`;
}

const answer = readAnswer();
const { verdict, result, message, report = '', runDirs = '', archive = '', archiveNote = '' } = answer;
if (result === 'error') reportError(message);
if (archiveNote !== '') process.stdout.write(`${plainLine(archiveNote)}\n`);
const text = summary(message);
appendTo('GITHUB_STEP_SUMMARY', cut(text, maxSummary));
const file = `${directory}/comment.md`;
writeFileSync(file, comment(text));
setOutputs({ verdict, result, message, report, 'run-dirs': runDirs.replaceAll(',', '\n'), comment: comment(text), 'comment-file': file, archive: archive === '' ? '' : `${archive.replaceAll(',', '\n')}\n${file}` });
