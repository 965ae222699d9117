import type { ReadFile } from '../core/analysis/build-report-input.ts';
import type { Note } from '../core/model/note.ts';

/** What is said of files that hold charts and no profile, where functions are wanted. */
export function chartNotes(files: readonly ReadFile[]): Note[] {
  const rows: Note[] = [];
  for (const { file, set } of files) {
    const [chart] = set?.charts ?? [];
    if (chart !== undefined && set?.profiles.length === 0) rows.push({ code: 'no-functions', text: `${file} holds ${chart.title.toLowerCase()} and no functions: \`perf-report report\` draws it` });
  }
  return rows;
}
