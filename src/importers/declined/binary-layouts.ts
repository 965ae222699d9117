/**
 * Legacy CPU profile of gperftools (cpuprofile-fileformat.html): machine words of 4 or 8 bytes, either
 * byte order, 0 (header count), 3 (words after it), 0 (version), the period in us, 0 (padding).
 */
export function isLegacyCpuProfile(bytes: Uint8Array): boolean {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (const size of [8, 4]) {
    if (view.byteLength < 5 * size) continue;
    for (const little of [true, false]) {
      const word = (index: number): number => {
        const at = index * size;
        if (size === 4) return view.getUint32(at, little);
        return Number(view.getBigUint64(at, little));
      };
      const period = word(3);
      if (word(0) === 0 && word(1) === 3 && word(2) === 0 && word(4) === 0 && period > 0 && period < 1e9) return true;
    }
  }
  return false;
}

/** OTLP ProfilesData: top-level fields 1 (repeated) and 2 (exactly one), both messages, up to the last byte. */
export function isDictionaryProtobuf(bytes: Uint8Array): boolean {
  let dictionaries = 0;
  let resources = 0;
  let at = 0;
  while (at < bytes.length) {
    const tag = bytes[at++];
    if (tag === 0x0a) resources += 1;
    else if (tag === 0x12) dictionaries += 1;
    else return false;
    let length = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = bytes[at++];
      if (byte === undefined || shift > 28) return false;
      length += (byte & 0x7f) * 2 ** shift;
      if (byte < 0x80) break;
    }
    at += length;
  }
  return at === bytes.length && resources > 0 && dictionaries === 1;
}
