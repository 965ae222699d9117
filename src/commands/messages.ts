import type { ReadFile } from '../core/analysis/build-report-input.ts';
import type { Note } from '../core/model/note.ts';
import type { InputFailure } from '../core/model/report.ts';
import { escapeForTerminal } from '../terminal/escape.ts';

/** "file: message (byte 31)" and, on a second line, what to do. */
export function failureText(file: string, error: InputFailure): string {
  const place = error.place === '' ? '' : ` (${error.place})`;
  const hint = error.hint === null ? '' : `\n  ${escapeForTerminal(error.hint)}`;
  return `${escapeForTerminal(file)}: ${escapeForTerminal(error.message)}${place}${hint}\n`;
}

/** All failures of the inputs, one after the other. */
export function failuresText(files: readonly ReadFile[]): string {
  return files.flatMap(({ file, error }) => (error === null ? [] : [failureText(file, error)])).join('');
}

/** "note: …" lines; equal texts once. */
export function notesText(notes: readonly Note[]): string {
  const texts = new Set(notes.map(({ text }) => escapeForTerminal(text)));
  return [...texts].map((text) => `note: ${text}\n`).join('');
}
