import { existsSync, lstatSync, readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { configIn } from '../config/find-config.ts';
import { readConfig } from '../config/read-config.ts';
import { UserError } from '../core/errors.ts';
import { describeSystemError, systemErrorCode } from '../core/system-error.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { findGitRoot } from '../io/git-root.ts';
import { cannotWrite, writeFileAtomic } from '../io/write-file.ts';
import { escapeForTerminal } from '../terminal/escape.ts';
import { proposeGo, proposeJava, proposeRust } from './init-compiled.ts';
import { configText, templateProposal } from './init-config-file.ts';
import { ignoreOutputs } from './init-gitignore.ts';
import { jenkinsfileText, profileStep } from './init-jenkinsfile.ts';
import { proposeNode } from './init-node.ts';
import { lookAtProject } from './init-project.ts';
import type { Proposal } from './init-proposal.ts';
import { proposePython } from './init-python.ts';
import { workflowText } from './init-workflow.ts';
import type { Shell } from './shell.ts';

export interface InitOptions {
  readonly force: boolean;
  readonly dryRun: boolean;
  readonly quiet: boolean;
}

/** One file that init is about. */
interface PlannedFile {
  /** Relative to the root. */
  readonly path: string;
  readonly content: string | Uint8Array;
  readonly action: 'write' | 'overwrite' | 'keep';
  /** What to say about it. */
  readonly remark: string;
}

const installedSchema = 'node_modules/perf-report/schemas/config-v1.schema.json';
const publishedSchema = 'https://perf-report.dev/schemas/config-v1.schema.json';
const configName = 'perf-report.config.yaml';

/** Writes what is not there yet into the git root, or the working directory outside of a repository. Throws UserError where all is there. */
export async function runInit(options: InitOptions, shell: Shell): Promise<ExitCode> {
  const gitRoot = findGitRoot(shell.cwd);
  const root = gitRoot ?? shell.cwd;
  const { files, workloads } = await plan(root, gitRoot !== null, options.force);
  if (options.dryRun) {
    for (const { path, content, action, remark } of files) shell.stdout.write(action === 'keep' ? line('keep', path, remark) : `${line(action, path, remark)}${indented(content)}`);
    return exitCodes.done;
  }
  for (const { path, content, action, remark } of files) {
    if (action !== 'keep') await writeBelow(root, path, content);
    const done = { write: 'written', overwrite: 'overwritten', keep: 'kept' }[action];
    if (!options.quiet) shell.stdout.write(line(done, path, remark));
  }
  if (files.every(({ action }) => action === 'keep')) throw new UserError('nothing was written: all files are there already', 'perf-report init --force overwrites them, --dry-run shows with what');
  if (!options.quiet) shell.stdout.write(`Next: npx perf-report run ${workloads[0] ?? ''}\n`);
  return exitCodes.done;
}

async function plan(root: string, inRepository: boolean, force: boolean): Promise<{ files: PlannedFile[]; workloads: readonly string[] }> {
  const project = lookAtProject(root);
  const found = [proposePython, proposeNode, proposeGo, proposeJava, proposeRust].map((propose) => propose(project)).filter((proposal) => proposal !== null);
  const proposals = found.length > 0 ? found : [templateProposal];
  const present = configIn(root);
  // A second file beside perf-report.config.json would be refused by every command.
  const keepConfig = present !== null && (basename(present) !== configName || !force);
  // What is there already names the workloads.
  const workloads = keepConfig ? Object.keys((await readConfig(present, root)).value.workloads) : proposals.map(({ name }) => name);
  const schema = existsSync(join(root, installedSchema)) ? `./${installedSchema}` : publishedSchema;
  const config: PlannedFile = keepConfig
    ? { path: basename(present), content: '', action: 'keep', remark: basename(present) === configName ? isThere : 'is the configuration' }
    : { path: configName, content: configText(proposals, schema), action: present === null ? 'write' : 'overwrite', remark: remarkOf(found) };
  const files = [
    config,
    planned(root, 'Jenkinsfile', jenkinsfileText(workloads), force, `${isThere}; its stage would hold ${profileStep(workloads)}`),
    planned(root, '.github/workflows/profiling.yml', workflowText(workloads, found), force, isThere),
  ];
  return { files: inRepository ? [...files, plannedIgnore(root)] : files, workloads };
}

const isThere = 'is there already';

function remarkOf(found: readonly Proposal[]): string {
  if (found.length === 0) return 'no project was recognised: put your command in';
  return found.map(({ name, command }) => `${name}: ${command}`).join('; ');
}

function planned(root: string, path: string, content: string, force: boolean, keptRemark: string): PlannedFile {
  const present = isPresent(join(root, path));
  if (present && !force) return { path, content, action: 'keep', remark: keptRemark };
  return { path, content, action: present ? 'overwrite' : 'write', remark: '' };
}

/** Links that lead nowhere are there too. */
function isPresent(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
  } catch (error) {
    // A part of the path is a file, or closed to us: writing will say so.
    if (systemErrorCode(error) === null) throw error;
    return false;
  }
}

/** Lines are added to a .gitignore; nothing of it is lost, so that it needs no --force. */
function plannedIgnore(root: string): PlannedFile {
  const path = '.gitignore';
  // One character for each byte, so that names in other encodings stay as they are.
  const { text, added } = ignoreOutputs(isPresent(join(root, path)) ? readLatin1(join(root, path)) : '');
  return added.length === 0 ? { path, content: '', action: 'keep', remark: 'ignores the outputs already' } : { path, content: Buffer.from(text, 'latin1'), action: 'write', remark: `${added.join(' and ')} added` };
}

function readLatin1(path: string): string {
  try {
    return readFileSync(path, 'latin1');
  } catch (error) {
    if (systemErrorCode(error) === null) throw error;
    throw new UserError(`cannot read ${path}: ${describeSystemError(error)}`, 'perf-report init adds its outputs to it');
  }
}

async function writeBelow(root: string, path: string, content: string | Uint8Array): Promise<void> {
  const target = join(root, path);
  await mkdir(dirname(target), { recursive: true }).catch((error: unknown) => {
    throw cannotWrite(dirname(target), error);
  });
  await writeFileAtomic(target, content);
}

function line(word: string, path: string, remark: string): string {
  return `${word.padEnd(12)}${escapeForTerminal(path)}${remark === '' ? '' : ` (${escapeForTerminal(remark)})`}\n`;
}

function indented(content: string | Uint8Array): string {
  const all = typeof content === 'string' ? content : new TextDecoder().decode(content);
  return all.replace(/\n$/, '').split('\n').map((text) => `  | ${escapeForTerminal(text)}\n`).join('');
}
