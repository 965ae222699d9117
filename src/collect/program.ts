/** What a command starts, as far as its text and the files it names tell. */
export interface Program {
  readonly language: 'python' | 'node' | 'go-test' | 'unknown';
  /** The interpreter that runs it, as a path or a word found in PATH; null for other languages or where unknown. */
  readonly interpreter: string | null;
  /** The words of a simple command; null where it needs a shell (pipes, redirections, `&&`, variables). */
  readonly words: readonly string[] | null;
}
