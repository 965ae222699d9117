import { UserError } from '../core/errors.ts';
import type { Note } from '../core/model/note.ts';
import type { SelfCheckEntry } from '../core/model/self-check.ts';
import { readSelfChecks } from '../io/self-check-store.ts';

/** The stored comparisons of unchanged code for a run, which does without them where they cannot be read. */
export async function readSelfChecksSafely(outDir: string): Promise<{ entries: readonly SelfCheckEntry[]; notes: readonly Note[] }> {
  try {
    return { entries: await readSelfChecks(outDir), notes: [] };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { entries: [], notes: [{ code: 'no-self-check', text: `what self-checks showed is not known: ${error.message}` }] };
  }
}
