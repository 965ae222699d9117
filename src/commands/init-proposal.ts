/** One step of a GitHub workflow. */
export type WorkflowStep =
  | { readonly uses: string; readonly with?: Readonly<Record<string, string | number>> }
  | { readonly name: string; readonly run: string; readonly if?: string };

/** A workload that would suit a project. */
export interface Proposal {
  readonly name: string;
  readonly command: string;
  /** One sentence: where it comes from. */
  readonly why: string;
  /** Command that prepares it, proposed as a comment; null where none is needed. */
  readonly setup: string | null;
  /** What a fresh machine of a build service needs first. */
  readonly steps: readonly WorkflowStep[];
}

/** Names of files that need no quotes in any shell; others are not proposed. */
export function isPlainPath(path: string): boolean {
  return /^[\w.][\w./-]*$/.test(path);
}

/** The first file that fits, the ones nearer to the top first. */
export function firstFile(files: readonly string[], pattern: RegExp): string | null {
  const fitting = files.filter((file) => pattern.test(file) && isPlainPath(file));
  const depth = (file: string): number => file.split('/').length;
  return fitting.sort((a, b) => depth(a) - depth(b))[0] ?? null;
}
