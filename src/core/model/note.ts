/**
 * Something the reader of a result should know: a repair, a guess, a cut. `code` is stable and for
 * programs, `text` is one plain sentence and may hold hostile text from the input (escape on output).
 */
export interface Note {
  readonly code: string;
  readonly text: string;
}
