import { readFileSync, statSync } from 'node:fs';
import { basename, extname, isAbsolute, relative } from 'node:path';
import { safeParse } from 'valibot';
import { UserError } from '../core/errors.ts';
import { describeSystemError, systemErrorCode } from '../core/system-error.ts';
import { exampleOf, explainIssues } from './explain-issues.ts';
import { loadModule } from './load-module.ts';
import { readJson } from './read-json.ts';
import { refuseOddMaps } from './map-shapes.ts';
import { readYaml, type WrittenValue } from './read-yaml.ts';
import { configSchema, type ConfigInput } from './schema.ts';
import type { ConfigPath } from './schema-walk.ts';

/** A configuration file that was read and found right. */
export interface ConfigFile {
  /** Absolute. */
  readonly path: string;
  readonly value: ConfigInput;
  /** Where the value at a path was written: "perf-report.config.yaml line 7". */
  origin(path: ConfigPath): string;
  /** `file: message (line 7)`, for errors about a value at a path. */
  complain(path: ConfigPath, message: string): string;
  /** The characters of a plain YAML scalar, as `007`; null elsewhere. */
  textOf(path: ConfigPath): string | null;
}

const maxBytes = 1024 ** 2;

/**
 * Reads and checks one configuration file: YAML, JSON, or a module that exports the configuration.
 * `cwd` shortens its name in messages. Throws UserError with file, line and what to do.
 */
export async function readConfig(path: string, cwd: string): Promise<ConfigFile> {
  const label = labelOf(path, cwd);
  const written = await readWritten(path, label);
  if (written.value === null || written.value === undefined) throw new UserError(`${label}: is empty; it needs workloads`, exampleOf(['workloads']));
  refuseOddMaps(written, label);
  const checked = safeParse(configSchema, written.value);
  if (!checked.success) throw explainIssues(checked.issues, written, label);
  const at = (line: number | null, pattern: (line: number) => string): string => (line === null ? '' : pattern(line));
  return {
    path,
    // What was written, not what the check made of it: defaults must stay apart.
    value: written.value as ConfigInput,
    origin: (key) => `${basename(path)}${at(written.lineOf(key), (line) => ` line ${line}`)}`,
    complain: (key, message) => `${label}: ${message}${at(written.lineOf(key), (line) => ` (line ${line})`)}`,
    textOf: (key) => written.textOf(key),
  };
}

function labelOf(path: string, cwd: string): string {
  const below = relative(cwd, path);
  return below.startsWith('..') || isAbsolute(below) ? path : below;
}

async function readWritten(path: string, label: string): Promise<WrittenValue> {
  const ending = extname(path).toLowerCase();
  if (!['.yaml', '.yml', '.json', '.js', '.mjs'].includes(ending)) throw new UserError(`${label}: the ending of a configuration file is .yaml, .yml, .json, .js or .mjs`, 'rename it');
  const bytes = readBytes(path, label);
  if (ending === '.js' || ending === '.mjs') return { value: await loadModule(path, label), lineOf: () => null, textOf: () => null };
  const text = decode(bytes, label);
  return ending === '.json' ? readJson(text, label) : readYaml(text, label);
}

function readBytes(path: string, label: string): Buffer {
  try {
    const stats = statSync(path);
    if (!stats.isFile()) throw new UserError(`${label}: is no file`, 'name a configuration file');
    if (stats.size > maxBytes) throw new UserError(`${label}: is larger than 1 MiB`, 'a configuration file has a few lines for each workload');
    return readFileSync(path);
  } catch (error) {
    const code = systemErrorCode(error);
    if (code === null) throw error;
    if (code === 'ENOENT') throw new UserError(`${label}: there is no such file`, 'perf-report init writes a configuration to start from');
    throw new UserError(`${label}: cannot be read: ${describeSystemError(error)}`, 'check its permissions');
  }
}

function decode(bytes: Buffer, label: string): string {
  // The byte order mark is taken off.
  const hint = 'save it as UTF-8';
  if (bytes.includes(0)) throw new UserError(`${label}: is no text in UTF-8: it holds a NUL byte`, hint);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    throw error instanceof TypeError ? new UserError(`${label}: is no text in UTF-8`, hint) : error;
  }
}
