import { UserError } from '../core/errors.ts';
import type { Profile, ProfileSet } from '../core/model/profile.ts';
import { formatBytes } from '../core/units/bytes.ts';
import type { Note } from '../core/model/note.ts';
import { exitCodes, type ExitCode } from '../exit-codes.ts';
import type { Exporter } from '../exporters/exporter.ts';
import { exporters } from '../exporters/index.ts';
import { gzip } from '../io/gzip.ts';
import { listNames } from '../io/listing.ts';
import { readInputs } from '../io/read-inputs.ts';
import { writeFileAtomic } from '../io/write-file.ts';
import { escapeForTerminal } from '../terminal/escape.ts';
import { plain } from '../terminal/plain.ts';
import { makeProgress } from '../terminal/progress.ts';
import { chartNotes } from './chart-notes.ts';
import { failuresText, notesText } from './messages.ts';
import { nearest } from '../core/nearest.ts';
import { numberProfiles, selectProfiles } from './select-profiles.ts';
import { isCi, type Shell } from './shell.ts';

export interface ConvertOptions {
  readonly input: string;
  readonly output: string;
  readonly to: string | undefined;
  readonly profile: string | undefined;
  readonly quiet: boolean;
}

/** Other endings that people give these formats. */
const otherEndings: Readonly<Record<string, readonly string[]>> = {
  speedscope: ['json'],
  folded: ['collapsed', 'stacks', 'txt'],
  pprof: ['pprof', 'pb', 'prof'],
};

/** Reads one file and writes it as another format. Exit code 3 where it cannot be read. */
export async function runConvert(options: ConvertOptions, shell: Shell): Promise<ExitCode> {
  const exporter = chooseExporter(options.output, options.to);
  const progress = makeProgress(shell.stderr, { quiet: options.quiet, ci: isCi(shell.env), now: shell.now });
  const read = await readInputs([{ path: options.input, label: options.input }], null, progress);
  progress.done();
  const [file, another] = read.files.filter(({ set }) => set !== null && set.profiles.length > 0);
  shell.stderr.write(failuresText(read.files) + (file === undefined ? notesText(chartNotes(read.files)) : ''));
  if (read.bugs.length > 0) throw read.bugs[0];
  if (another !== undefined) throw new UserError(`${options.input} holds several profiles`, `name one of them, for example ${another.file}`);
  if (file === undefined || file.set === null) return exitCodes.input;
  const selected = selectProfiles(numberProfiles([file]), options.profile).map(({ profile }) => profile);
  const set = onlyThese(file.set, selected);
  const bytes = exporter.write(set);
  const packed = exporter.gzip ? gzip(bytes) : bytes;
  if (options.output === '-') shell.stdout.write(packed);
  else {
    await writeFileAtomic(options.output, packed);
    if (!options.quiet) shell.stdout.write(`Written: ${escapeForTerminal(options.output)} (${exporter.title}, ${plain(formatBytes(packed.length))})\n`);
  }
  if (!options.quiet) shell.stderr.write(notesText([...file.notes, ...set.notes, ...selected.flatMap(({ notes }) => notes), ...reconstructionNotes(selected), ...leftOutNotes(exporter, set)]));
  return exitCodes.done;
}

function onlyThese(set: ProfileSet, selected: readonly Profile[]): ProfileSet {
  const main = set.profiles[set.defaultProfile];
  return { ...set, profiles: selected, defaultProfile: Math.max(0, main === undefined ? 0 : selected.indexOf(main)) };
}

function leftOutNotes(exporter: Exporter, { profiles, defaultProfile }: ProfileSet): Note[] {
  const written = profiles[defaultProfile];
  if (!exporter.oneProfile || written === undefined || profiles.length === 1) return [];
  const others = profiles.filter((profile) => profile !== written).map(({ title }) => title);
  return [{ code: 'left-out', text: `${exporter.title} hold one profile: "${written.title}" was written, left out: ${listNames(others)}; --profile writes another` }];
}

function reconstructionNotes(profiles: readonly Profile[]): Note[] {
  if (!profiles.some(({ shape }) => shape === 'call-graph')) return [];
  return [{ code: 'reconstructed', text: 'the profile holds functions and callers, no stacks: the stacks that are written are reconstructed from them; the total is kept, and what is too small for a branch of its own is under "(pruned)"' }];
}

/** The exporter of --to, else of the output's ending. Throws UserError where neither says one. */
function chooseExporter(output: string, to: string | undefined): Exporter {
  const ids = exporters.map(({ id }) => id);
  const known = `known are ${exporters.map(({ id, extension }) => `${id} (.${extension})`).join(', ')}`;
  if (to !== undefined) {
    const named = exporters.find(({ id }) => id === to.toLowerCase());
    const near = nearest(to, ids);
    if (named === undefined) throw new UserError(`--to: there is no format "${to}"`, near === null ? known : `did you mean ${near}? ${known}`);
    return named;
  }
  if (output === '-') throw new UserError('standard output has no ending that says the format', `add --to: ${known}`);
  const lower = output.toLowerCase();
  const byEnding = exporters.filter(({ extension }) => lower.endsWith(`.${extension}`)).sort((a, b) => b.extension.length - a.extension.length)[0];
  const found = byEnding ?? exporters.find(({ id }) => otherEndings[id]?.some((ending) => lower.endsWith(`.${ending}`)) === true);
  if (found === undefined) throw new UserError(`the ending of "${output}" says no format`, `add --to, or use another ending: ${known}`);
  return found;
}
