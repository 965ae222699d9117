import type { Note } from '../../core/model/note.ts';
import type { RunFacts } from '../../core/model/run.ts';
import type { WorkloadRun } from '../../core/model/run-record.ts';
import type { Head } from '../importer.ts';

/** What a file says of the run; `notes` name what was in it and could not be used. */
export interface ReadFacts {
  readonly facts: RunFacts;
  /** The samples and profiles of a run.json. */
  readonly run?: WorkloadRun;
  readonly notes: readonly Note[];
}

/** A file that tells about a run and holds no profile. */
export interface RunFactsReader {
  readonly id: string;
  readonly title: string;
  /** One line for people: how the file is told from others. */
  readonly recognisedBy: string;
  /** Looks at the content only; `name` is the path as shown. */
  recognise(head: Head, name: string): boolean;
  /** Reads the whole text; `fileName` becomes the facts' source. Throws InputError. */
  read(text: string, fileName: string): ReadFacts;
}
