import { InputError } from '../../core/errors.ts';
import type { Head } from '../importer.ts';
import { BYTES, VARINT, WireReader } from './wire.ts';

/** What each field of a message holds: n a number, b bytes, p numbers that may be packed. Index 0 is no field. */
const profileShape = '-bbbbbbnnnnbnpnn';
const shapes: readonly string[] = ['', '-nn', '-ppb', '-nnnnnnnnnn', '-nnnbn', '-nnnnn'];
/** Messages looked at: a profile shows what it is in the first ones. */
const maxMessages = 200;
/** Messages of one right shape that are no coincidence any more. */
const enough = 8;

/**
 * True where the head walks as a Profile message and shows something that only a Profile has: a
 * sample type of two numbers, or a string table that begins with '', or many samples, locations or
 * functions. Text, JSON and other protobuf messages break the walk within a few bytes. A file that is
 * cut is still recognised, so that reading it can say what is wrong.
 */
export function looksLikeProfile(head: Head): boolean {
  const reader = new WireReader(head.bytes);
  const inner = new WireReader(head.bytes);
  const seen = new Uint32Array(16);
  try {
    for (let message = 0; message < maxMessages && reader.next(); message++) {
      const { field, start, stop } = reader;
      if (!fits(profileShape, reader)) return false;
      if (field < 6 && !hasShape(inner, shapes[field] as string, start, stop)) return false;
      if (field === 6 && seen[6] === 0 && stop > start) return false;
      // A sample type without both of its strings proves nothing.
      if (field !== 1 || stop - start >= 4) seen[field] = (seen[field] as number) + 1;
    }
  } catch (error) {
    if (!(error instanceof InputError) || !reader.cut) return false;
  }
  const [, types = 0, samples = 0, , locations = 0, functions = 0, strings = 0] = seen;
  const messages = samples + locations + functions;
  return types > 0 || messages >= enough || (strings > 0 && (messages > 0 || strings >= enough));
}

function fits(shape: string, reader: WireReader): boolean {
  const kind = shape[reader.field];
  return (reader.wire === VARINT && (kind === 'n' || kind === 'p')) || (reader.wire === BYTES && (kind === 'b' || kind === 'p'));
}

/** Throws InputError, without `cut` on the outer reader, where the message is no message at all. */
function hasShape(reader: WireReader, shape: string, start: number, stop: number): boolean {
  reader.enter(start, stop, 'message');
  while (reader.next()) if (!fits(shape, reader)) return false;
  return true;
}
