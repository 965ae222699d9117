import { InputError } from '../core/errors.ts';
import { headBytes, type ImportLimits } from '../core/limits.ts';
import type { ProfileSet } from '../core/model/profile.ts';
import { makeHead } from './head.ts';
import { countColumns, looksFolded } from './folded/recognise.ts';
import { assembleFolded } from './folded/assemble.ts';
import { StackLines } from './folded/stack-lines.ts';
import { utf8Chunks } from './shared/utf8-chunks.ts';
import type { ByteSource, Importer } from './importer.ts';

/**
 * Folded (collapsed) stacks: `root;caller;leaf 12` a line, as stackcollapse-*.pl, inferno, py-spy,
 * austin, rbspy and async-profiler write. Counts may be decimals and negative. Two counts a line
 * (difffolded.pl) make two profiles, "before" and "after", over the same stacks; the second is the default.
 */
export const foldedImporter: Importer = {
  id: 'folded',
  title: 'Folded stacks (collapsed)',
  recognisedBy: 'nearly every line is frames joined by ";", a blank and a number',
  recognise: looksFolded,
  read: readFolded,
};

async function readFolded(source: ByteSource, limits: ImportLimits): Promise<ProfileSet> {
  let reader: StackLines | null = null;
  let start: Buffer[] = [];
  let startLength = 0;
  for await (const chunk of utf8Chunks(source.chunks())) {
    if (reader === null) {
      start.push(Buffer.from(chunk));
      startLength += chunk.length;
      if (startLength < headBytes) continue;
      reader = startReading(start, false, limits);
      start = [];
    } else reader.push(chunk);
  }
  reader ??= startReading(start, true, limits);
  reader.finish();
  if (reader.stackLineCount === 0) throw noStacks(reader);
  return assembleFolded(reader, limits);
}

/** The number of counts a line is judged on the head, once for the whole file. */
function startReading(start: readonly Buffer[], whole: boolean, limits: ImportLimits): StackLines {
  const bytes = Buffer.concat(start);
  const reader = new StackLines(limits, countColumns(makeHead(bytes.subarray(0, headBytes), whole && bytes.length <= headBytes)));
  reader.push(bytes);
  return reader;
}

function noStacks(reader: StackLines): InputError {
  if (reader.badLineCount === 0) {
    return new InputError('holds no stacks', {}, 'the profiler took no samples: let the program run longer or sample more often');
  }
  if (reader.comments.some((line) => /^#\s*mode:\s*full/.test(line))) {
    return new InputError('holds three metrics a line (austin --full), which folded stacks cannot', { line: reader.firstBadLine }, 'record without --full, once per metric');
  }
  return new InputError(`none of its ${reader.badLineCount} lines ends in a count`, { line: reader.firstBadLine }, 'a folded line is "root;caller;leaf 12"');
}
