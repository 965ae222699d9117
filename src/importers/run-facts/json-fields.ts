import { importLimits } from '../../core/limits.ts';
import type { Note } from '../../core/model/note.ts';
import { shownText } from './fact-text.ts';

/** Fields of a JSON object of unknown origin: each read checks the type; a wrong one is a note and null. */
export class JsonFields {
  private readonly object: object;
  private readonly place: string;
  private readonly notes: Note[];

  private constructor(object: object, place: string, notes: Note[]) {
    this.object = object;
    this.place = place;
    this.notes = notes;
  }

  /** Fields of `value`, or null with a note where it is no object. `place` is '' for the file itself. */
  static of(value: unknown, place: string, notes: Note[]): JsonFields | null {
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return new JsonFields(value, place, notes);
    notes.push({ code: 'wrong-type', text: `${place === '' ? 'the file' : place} is no object and was left out` });
    return null;
  }

  /** Fields of the object `name`, null where it is absent. */
  child(name: string): JsonFields | null {
    const value = this.value(name);
    return value === null ? null : JsonFields.of(value, this.pathOf(name), this.notes);
  }

  list(name: string): readonly unknown[] {
    const value = this.value(name);
    if (value === null) return [];
    return Array.isArray(value) ? (value as unknown[]) : (this.wrong(name, 'list') ?? []);
  }

  /** A text as it may be shown, home directories hidden. */
  text(name: string): string | null {
    const value = this.rawText(name);
    return value === null ? null : shownText(value);
  }

  /** A text of several lines, of which the end matters. */
  ending(name: string): string | null {
    const value = this.rawText(name);
    return value === null ? null : shownText(value.slice(-importLimits.maxNameLength));
  }

  /** A text that `parse` understands. */
  parsed<T extends string>(name: string, what: string, parse: (text: string) => T | null): T | null {
    const value = this.rawText(name);
    if (value === null) return null;
    return parse(value.trim()) ?? this.wrong(name, what);
  }

  flag(name: string): boolean | null {
    const value = this.value(name);
    return value === null || typeof value === 'boolean' ? value : this.wrong(name, 'true or false');
  }

  /** A finite number that is not negative. */
  amount(name: string): number | null {
    return this.within(name, 0, Number.MAX_SAFE_INTEGER, 'finite number of 0 or more');
  }

  /** A number from `lowest` to `highest`. */
  within(name: string, lowest: number, highest: number, what: string): number | null {
    const value = this.value(name);
    if (value === null) return null;
    return typeof value === 'number' && value >= lowest && value <= highest ? value : this.wrong(name, what);
  }

  /** Names of the object's own values that are there, at most `most`; more are a note. */
  names(most: number): string[] {
    const names = Object.keys(this.object).filter((name) => this.value(name) !== null);
    if (names.length > most) this.notes.push({ code: 'too-many', text: `${this.place} holds ${names.length} values; the first ${most} are read` });
    return names.slice(0, most);
  }

  integer(name: string, lowest: number, highest: number): number | null {
    const value = this.value(name);
    if (value === null) return null;
    return Number.isInteger(value) && (value as number) >= lowest && (value as number) <= highest ? (value as number) : this.wrong(name, 'whole number in its range');
  }

  private rawText(name: string): string | null {
    const value = this.value(name);
    return value === null || typeof value === 'string' ? value : this.wrong(name, 'text');
  }

  /** An own property; absent and null are the same. */
  private value(name: string): unknown {
    return Object.hasOwn(this.object, name) ? ((this.object as Record<string, unknown>)[name] ?? null) : null;
  }

  private wrong(name: string, expected: string): null {
    this.notes.push({ code: 'wrong-type', text: `${this.pathOf(name)} is no ${expected} and was left out` });
    return null;
  }

  private pathOf(name: string): string {
    return this.place === '' ? name : `${this.place}.${name}`;
  }
}
