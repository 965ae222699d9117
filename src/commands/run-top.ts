import { exitCodes, type ExitCode } from '../exit-codes.ts';
import { readInputs } from '../io/read-inputs.ts';
import { decideColor, makePalette, type ColorChoice } from '../terminal/color.ts';
import { makeProgress } from '../terminal/progress.ts';
import { chartNotes } from './chart-notes.ts';
import { failuresText, notesText } from './messages.ts';
import { rankFunctions, type SortKey } from './ranking.ts';
import { numberProfiles, selectProfiles, type NumberedProfile } from './select-profiles.ts';
import { isCi, type Shell } from './shell.ts';
import { topResult } from './top-json.ts';
import { topText } from './top-text.ts';

export interface TopOptions {
  readonly inputs: readonly string[];
  readonly top: number;
  readonly sort: SortKey;
  readonly stripDirs: boolean;
  readonly json: boolean;
  readonly profile: string | undefined;
  readonly color: ColorChoice;
  readonly quiet: boolean;
}

/** Prints the functions of each profile, heaviest first. Exit code 3 where no profile could be read. */
export async function runTop(options: TopOptions, shell: Shell): Promise<ExitCode> {
  const progress = makeProgress(shell.stderr, { quiet: options.quiet, ci: isCi(shell.env), now: shell.now });
  const labels = options.inputs.map((path) => ({ path, label: path.replace(/(?<=.)[/\\]+$/, '') }));
  const read = await readInputs(labels, null, progress);
  progress.done();
  const selected = selectProfiles(numberProfiles(read.files), options.profile);
  shell.stderr.write(failuresText(read.files));
  if (options.json) {
    const ranked = selected.map(({ file, profile }) => ({ file, ranking: rankFunctions(profile, options.sort) }));
    shell.stdout.write(`${JSON.stringify(topResult(read.files, ranked, [...read.notes, ...chartNotes(read.files)], options))}\n`);
  } else {
    printTables(selected, options, shell);
    if (!options.quiet) shell.stderr.write(notesText([...read.notes, ...chartNotes(read.files), ...notesOf(selected)]));
  }
  if (read.bugs.length > 0) throw read.bugs[0];
  return selected.length > 0 ? exitCodes.done : exitCodes.input;
}

function printTables(selected: readonly NumberedProfile[], options: TopOptions, shell: Shell): void {
  const palette = makePalette(decideColor(options.color, shell.env, shell.stdout.isTTY));
  // The main profile of each file first: sort is stable, so the rest keeps its order.
  const inOrder = [...selected].sort((a, b) => (a.file === b.file ? Number(b.main) - Number(a.main) : 0));
  for (const [index, each] of inOrder.entries()) {
    const lines = topText(headingOf(each), rankFunctions(each.profile, options.sort), { ...options, palette });
    shell.stdout.write(`${index > 0 ? '\n' : ''}${lines.join('\n')}\n`);
  }
}

function headingOf({ file, profile, number }: NumberedProfile): string {
  const count = file.set?.profiles.length ?? 1;
  const thread = profile.thread === null || profile.title.includes(profile.thread) ? '' : `, ${profile.thread}`;
  return `${file.file}: ${profile.title}${thread}${count > 1 ? ` (profile ${number} of ${count})` : ''}`;
}

function notesOf(selected: readonly NumberedProfile[]): { code: string; text: string }[] {
  const files = new Set(selected.map(({ file }) => file));
  return [...[...files].flatMap((file) => [...file.notes, ...(file.set?.notes ?? [])]), ...selected.flatMap(({ profile }) => profile.notes)];
}
