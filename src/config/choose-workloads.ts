import { UserError } from '../core/errors.ts';
import { nearest } from '../core/nearest.ts';
import type { Override } from './overrides.ts';
import type { ConfigFile } from './read-config.ts';
import { workloadNamePattern, workloadNameRule } from './schema.ts';
import { nameOfCommand } from './workload-name.ts';

/** The names to run, in the order in which they were asked for, or of the file; none where nothing says any. Throws UserError for names that nobody knows. */
export function chooseWorkloads(asked: readonly string[], command: Override | undefined, file: ConfigFile | null): string[] {
  const known = Object.keys(file?.value.workloads ?? {});
  const names = [...new Set(asked)];
  if (command !== undefined) return [nameForCommand(names, command)];
  if (file === null) return refuseNames(names);
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    const near = nearest(unknown, known) ?? known.find((name) => name.toLowerCase() === unknown.toLowerCase()) ?? null;
    throw new UserError(`there is no workload "${unknown}" in ${file.path}`, `${near === null ? '' : `did you mean ${near}? `}there ${known.length === 1 ? 'is' : 'are'} ${known.join(', ')}`);
  }
  const chosen = names.length > 0 ? names : known;
  refuseTwins(chosen);
  return chosen;
}

function nameForCommand(names: readonly string[], command: Override): string {
  const [name, another] = names;
  if (another !== undefined) throw new UserError(`${command.from} gives one command, but ${names.length} workloads are named`, 'name one workload, or none');
  if (name === undefined) return nameOfCommand(String(command.value));
  if (!workloadNamePattern.test(name)) throw new UserError(`"${name}" is no name for a workload`, `names become directories: ${workloadNameRule}`);
  return name;
}

function refuseNames([name]: readonly string[]): [] {
  if (name === undefined) return [];
  const hint = "perf-report init writes a configuration; without one, give a command: perf-report run --command 'python3 -m photo_tagger'";
  throw new UserError(`there is no workload "${name}": no configuration file was found`, hint);
}

/** Names become directories, and some file systems do not tell "a" from "A". */
function refuseTwins(names: readonly string[]): void {
  const seen = new Map<string, string>();
  for (const name of names) {
    const twin = seen.get(name.toLowerCase());
    if (twin !== undefined) throw new UserError(`the workloads "${twin}" and "${name}" differ in case alone`, 'names become directories: rename one of them');
    seen.set(name.toLowerCase(), name);
  }
}
