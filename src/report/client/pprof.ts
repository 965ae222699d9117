import { ProtobufWriter } from './protobuf-writer.ts';
import { plainName, sampledProfile, wholeWeights, type SpeedscopeFile } from './sampled-profile.ts';

/** Field numbers of profile.proto (github.com/google/pprof/blob/main/proto/profile.proto). */
const profileFields = { sampleType: 1, sample: 2, location: 4, function: 5, stringTable: 6 };

/** The profile as an uncompressed pprof message; times are in nanoseconds. */
export function toPprof(file: SpeedscopeFile): Uint8Array<ArrayBuffer> {
  const profile = sampledProfile(file);
  const { unit, weights } = wholeWeights(profile);
  const strings = new StringTable();
  const writer = new ProtobufWriter();
  writer.message(profileFields.sampleType, (type) => {
    type.number(1, strings.index(unit === 'nanoseconds' ? 'time' : unit === 'bytes' ? 'space' : 'samples'));
    type.number(2, strings.index(unit));
  });
  profile.samples.forEach((stack, row) => {
    const weight = weights[row] ?? 0;
    if (weight === 0) return;
    writer.message(profileFields.sample, (sample) => {
      // Leaf first; ids count from 1.
      sample.numbers(1, stack.map((frame) => frame + 1).reverse());
      sample.numbers(2, [weight]);
    });
  });
  file.shared.frames.forEach((frame, index) => {
    const id = index + 1;
    writer.message(profileFields.location, (location) => {
      location.number(1, id);
      location.message(4, (line) => {
        line.number(1, id);
        line.number(2, frame.line ?? 0);
      });
    });
    writer.message(profileFields.function, (row) => {
      row.number(1, id);
      row.number(2, strings.index(plainName(frame)));
      row.number(3, strings.index(plainName(frame)));
      row.number(4, strings.index(frame.file ?? ''));
      row.number(5, frame.line ?? 0);
    });
  });
  strings.write(writer, profileFields.stringTable);
  return writer.finish();
}

/** pprof refers to strings by index; index 0 is the empty string. */
class StringTable {
  private readonly indexes = new Map<string, number>([['', 0]]);

  index(text: string): number {
    const known = this.indexes.get(text);
    if (known !== undefined) return known;
    this.indexes.set(text, this.indexes.size);
    return this.indexes.size - 1;
  }

  write(writer: ProtobufWriter, field: number): void {
    const encoder = new TextEncoder();
    for (const text of this.indexes.keys()) writer.bytes(field, encoder.encode(text));
  }
}
