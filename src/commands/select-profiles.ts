import type { ReadFile } from '../core/analysis/build-report-input.ts';
import { UserError } from '../core/errors.ts';
import type { Profile } from '../core/model/profile.ts';

/** A profile with its file and its number in it, counted from 1 as people do. */
export interface NumberedProfile {
  readonly file: ReadFile;
  readonly profile: Profile;
  readonly number: number;
  /** The one that the file says to show first. */
  readonly main: boolean;
}

/** All profiles of all files, in the files' order. */
export function numberProfiles(files: readonly ReadFile[]): NumberedProfile[] {
  return files.flatMap((file) => (file.set?.profiles ?? []).map((profile, index) => ({ file, profile, number: index + 1, main: index === file.set?.defaultProfile })));
}

/** Those that `--profile` names: a number, a title, or the beginning of one. Throws UserError where none does. */
export function selectProfiles(all: readonly NumberedProfile[], choice: string | undefined): readonly NumberedProfile[] {
  if (choice === undefined || all.length === 0) return all;
  const word = choice.toLowerCase();
  const byNumber = /^\d+$/.test(word) ? all.filter(({ number }) => number === Number(word)) : [];
  if (byNumber.length > 0) return byNumber;
  const exact = all.filter(({ profile }) => profile.title.toLowerCase() === word);
  if (exact.length > 0) return exact;
  const begun = all.filter(({ profile }) => profile.title.toLowerCase().startsWith(word));
  if (begun.length > 0) return begun;
  const known = all.map(({ number, profile }) => `${number} ${profile.title}`).join(', ');
  throw new UserError(`--profile: there is no profile "${choice}"`, `there are: ${known}`);
}
