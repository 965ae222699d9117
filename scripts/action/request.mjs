/*
 * First step of action.yml: turns its inputs into one request (docs/ci-protocol.md) in a file. Plain JavaScript, since it runs on the runner's
 * Node without being built. Inputs come by the environment as INPUT_<NAME>; nothing of them is ever part of a text that a shell reads.
 */
import { existsSync, mkdirSync, mkdtempSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { reportError, setOutputs } from './runner.mjs';

const protocol = 1;
const { env } = process;

function input(name) {
  const text = (env[`INPUT_${name.toUpperCase().replaceAll('-', '_')}`] ?? '').trim();
  return text === '' ? null : text;
}

/** Names with commas or on lines of their own. */
function list(text) {
  return text === null ? null : text.split(/[\n,]/).map((word) => word.trim()).filter((word) => word !== '');
}

function wholeNumber(name) {
  const text = input(name);
  if (text !== null && !/^\d{1,6}$/.test(text)) throw new Error(`the input ${name} is ${JSON.stringify(text.slice(0, 60))}; it needs a whole number`);
  return text === null ? null : Number(text);
}

/** A percentage is the limit of wall time; all else is the list that the request has. */
function gates() {
  const text = input('gates');
  if (text === null) return null;
  if (/^\d+(?:\.\d+)?\s*%?$/.test(text)) return [{ metric: 'wall', threshold: `${parseFloat(text)}%` }];
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`the input gates is neither a percentage, as 10%, nor JSON, as [{"metric": "wall", "threshold": "10%"}]: ${error.message.slice(0, 100)}`, { cause: error });
  }
}

/** What a cache restores is missing in the first build: that is no failure, and the report says so. */
function baseline() {
  const text = input('baseline');
  if (text === null) return null;
  if (/^https?:\/\//i.test(text)) return { url: text };
  const isThere = existsSync(text) && !(statSync(text).isDirectory() && readdirSync(text).length === 0);
  return isThere ? { path: text } : { tried: [`${text} is not there, or empty: the first build, or nothing was restored`] };
}

/** Below the workspace, of this call alone: a second use in one job gets the next number. */
function makeDirectory() {
  const build = /^\d+$/.test(env.GITHUB_RUN_NUMBER ?? '') ? env.GITHUB_RUN_NUMBER : '0';
  for (let call = 1; ; call++) {
    const directory = `perf-report-${build}-${call}`;
    if (existsSync(directory)) continue;
    mkdirSync(directory);
    return { directory, call };
  }
}

/** The artifact service takes no " : < > | * ? \ / or line ends. */
function artifactName(call) {
  const text = input('artifact-name') ?? (call === 1 ? 'profile-report' : `profile-report-${call}`);
  return text.replace(/[^\w. ()+@=-]+/g, '-').slice(0, 200);
}

function makeRequest(directory) {
  const dir = list(input('dir'));
  const ofRuns = ['workload', 'command', 'setup', 'base', 'pairs', 'profilers'];
  const idle = dir === null ? undefined : ofRuns.find((name) => input(name) !== null);
  if (idle !== undefined) throw new Error(`the input dir reports on what is there, so ${idle} has no place beside it`);
  const run = { workload: list(input('workload')), command: input('command'), setup: input('setup'), base: input('base'), pairs: wholeNumber('pairs'), profilers: list(input('profilers')) };
  return { protocol, mode: dir === null ? 'run' : 'report', directory, ...(dir === null ? run : { dir }), config: input('config'), gates: gates(), baseline: baseline() };
}

try {
  if (!['failure', 'unstable', 'never', null].includes(input('fail'))) throw new Error('the input fail is failure, unstable or never');
  const { directory, call } = makeDirectory();
  const file = join(mkdtempSync(join(env.RUNNER_TEMP || tmpdir(), 'perf-report-request-')), 'request.json');
  writeFileSync(file, JSON.stringify(makeRequest(directory)));
  setOutputs({ directory, file, 'artifact-name': artifactName(call) });
} catch (error) {
  reportError(error.message);
  process.exitCode = 2;
}
