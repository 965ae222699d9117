import type { Note } from '../../core/model/note.ts';

const MAX_NOTES = 20;

/** Each note once, and at most 20: a hostile file can earn one per line. */
export function boundNotes(notes: readonly Note[]): Note[] {
  const distinct = [...new Map(notes.map((note) => [note.text, note])).values()];
  const rest = distinct.length - MAX_NOTES;
  return rest <= 0 ? distinct : [...distinct.slice(0, MAX_NOTES), { code: 'more-notes', text: `${rest} more remarks of this kind` }];
}
