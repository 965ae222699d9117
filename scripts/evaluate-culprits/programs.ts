import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** One way in which a program becomes slower, with the function that is to be named for it. */
export interface Injection {
  readonly kind: string;
  readonly culprit: string;
  /** File that the culprit stands in after the edits. */
  readonly file: string;
  /** `find` '' makes a new file. `AMOUNT` in what is put in is how much slower. */
  readonly edits: readonly { readonly file: string; readonly find: string; readonly replace: string }[];
}

export type Language = 'python' | 'node';

export interface Program {
  readonly language: Language;
  readonly name: string;
  /** Thresholds may be chosen by tuned programs, never by held-out ones. */
  readonly heldOut: boolean;
  readonly mainFile: string;
  readonly rounds: number;
  readonly injections: readonly Injection[];
}

const programsDirectory = new URL('./programs', import.meta.url).pathname;
const names: readonly (readonly [Language, string, heldOut: boolean, rounds: number])[] = [
  ['python', 'shop', false, 3],
  ['python', 'logs', true, 7],
  ['node', 'fleet', false, 45],
  ['node', 'words', true, 18],
];

export function loadPrograms(): Program[] {
  return names.map(([language, name, heldOut, rounds]) => ({
    language,
    name,
    heldOut,
    rounds,
    mainFile: language === 'python' ? 'main.py' : 'main.mjs',
    injections: JSON.parse(readFileSync(join(programsDirectory, language, name, 'cases.json'), 'utf8')) as Injection[],
  }));
}

/** Rounds that a tracer records by the CPU clock, which is slow to read twice a call. */
export function tracedRounds({ rounds }: Program): number {
  return Math.ceil(rounds / 3);
}

/** Writes the program's source tree to `directory`; with an injection, the tree that is slower by `amount`. */
export function writeTree({ language, name }: Program, directory: string, injection: Injection | null, amount: number): void {
  rmSync(directory, { recursive: true, force: true });
  mkdirSync(directory, { recursive: true });
  cpSync(join(programsDirectory, language, name), directory, { recursive: true, filter: (path) => !/cases\.json$|__pycache__/.test(path) });
  for (const { file, find, replace } of injection?.edits ?? []) {
    const path = join(directory, file);
    const text = existsSync(path) ? readFileSync(path, 'utf8') : '';
    if (!text.includes(find) || (find === '') !== (text === '')) throw new Error(`${name}, ${injection?.kind ?? ''}: ${file} does not hold what is to be replaced: ${find}`);
    const made = replace.replaceAll('AMOUNT', String(amount));
    writeFileSync(path, find === '' ? made : text.replace(find, () => made));
  }
}
