import type { ReadFile } from '../core/analysis/build-report-input.ts';
import { profileTotal } from '../core/analysis/function-table.ts';
import type { Note } from '../core/model/note.ts';
import type { ProfileKind, Semantics } from '../core/model/profile.ts';
import type { InputFailure } from '../core/model/report.ts';
import { baseUnit, inBaseUnit, type BaseUnit } from '../core/units/value.ts';
import { withoutDirectories, type Ranking } from './ranking.ts';

/** Machine output of `top`, schema perf-report/top/v1. */
export interface TopResult {
  readonly schema: 'perf-report/top/v1';
  readonly inputs: readonly { readonly file: string; readonly format: string | null; readonly error: InputFailure | null }[];
  readonly profiles: readonly TopProfile[];
  readonly notes: readonly Note[];
}

interface TopProfile {
  readonly title: string;
  readonly file: string;
  readonly format: string | null;
  readonly kind: ProfileKind;
  readonly unit: BaseUnit;
  readonly semantics: Semantics;
  readonly thread: string | null;
  readonly total: number;
  readonly samples: number | null;
  readonly functions: readonly { readonly name: string; readonly file: string; readonly line: number; readonly self: number; readonly total: number; readonly calls: number | null }[];
}

/** A ranked profile and the file it is from. */
export interface RankedProfile {
  readonly file: ReadFile;
  readonly ranking: Ranking;
}

/** The result as data; `top` rows a profile, 0 for all. `notes` are those of the search for files. */
export function topResult(files: readonly ReadFile[], ranked: readonly RankedProfile[], notes: readonly Note[], options: { readonly top: number; readonly stripDirs: boolean }): TopResult {
  return {
    schema: 'perf-report/top/v1',
    inputs: files.map(({ file, format, error }) => ({ file, format, error })),
    profiles: ranked.map((each) => describeProfile(each, options)),
    notes: withoutRepeats([...notes, ...files.flatMap((file) => [...file.notes, ...(file.set?.notes ?? [])]), ...ranked.flatMap(({ ranking }) => ranking.profile.notes)]),
  };
}

/** Profiles of one file mostly have the same to say. */
function withoutRepeats(notes: readonly Note[]): Note[] {
  return [...new Map(notes.map((note) => [`${note.code}\n${note.text}`, note])).values()];
}

function describeProfile({ file, ranking }: RankedProfile, options: { readonly top: number; readonly stripDirs: boolean }): TopProfile {
  const { profile, table, order } = ranking;
  const { frames, unit } = profile;
  const shown = options.top > 0 ? order.subarray(0, options.top) : order;
  return {
    title: profile.title,
    file: file.file,
    format: file.format,
    kind: profile.kind,
    unit: baseUnit(unit),
    semantics: profile.semantics,
    thread: profile.thread,
    total: inBaseUnit(profileTotal(profile), unit),
    samples: profile.sampleCount,
    functions: Array.from(shown, (row) => {
      const frame = table.frame[row] as number;
      const path = frames.file[frame] as string;
      const calls = table.calls[row] as number;
      return {
        name: frames.name[frame] as string,
        file: options.stripDirs ? withoutDirectories(path) : path,
        line: frames.line[frame] as number,
        self: inBaseUnit(table.self[row] as number, unit),
        total: inBaseUnit(table.total[row] as number, unit),
        calls: calls < 0 ? null : calls,
      };
    }),
  };
}
