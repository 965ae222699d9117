/** Where in an input a problem was met; bytes count from 0, lines from 1. */
export interface InputPlace {
  readonly file?: string;
  readonly offset?: number;
  readonly line?: number;
}

/**
 * A file that cannot be read as a profile (exit code 3). The message is one sentence about what is
 * wrong; `place` says where, `hint` what the reader can do next.
 */
export class InputError extends Error {
  readonly place: InputPlace;
  readonly hint: string | undefined;

  constructor(message: string, place: InputPlace = {}, hint?: string) {
    super(message);
    this.name = 'InputError';
    this.place = place;
    this.hint = hint;
  }

  /** The same error, placed in `file` when it does not name one yet. */
  inFile(file: string): InputError {
    return new InputError(this.message, { file, ...this.place }, this.hint);
  }
}

/** A wrong call or configuration (exit code 2). */
export class UserError extends Error {
  readonly hint: string | undefined;

  constructor(message: string, hint?: string) {
    super(message);
    this.name = 'UserError';
    this.hint = hint;
  }
}

/** "byte 31", "line 7" or "" for an error's place. */
export function describePlace(place: InputPlace): string {
  if (place.line !== undefined) return `line ${place.line}`;
  if (place.offset !== undefined) return `byte ${place.offset}`;
  return '';
}
