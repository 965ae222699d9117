type Decoder = InstanceType<typeof TextDecoder>;

/**
 * The chunks of a text as UTF-8: UTF-16 (what PowerShell's `>` writes) is told by its mark and converted.
 * UTF-8's own mark is removed, or left to a reader that gives offsets in the file (`keepMark`).
 * A chunk is valid until the next one is asked for.
 */
export async function* utf8Chunks(chunks: AsyncIterable<Uint8Array>, keepMark = false): AsyncGenerator<Buffer> {
  let start: Buffer = Buffer.alloc(0);
  let started = false;
  let decoder: Decoder | null = null;
  for await (const bytes of chunks) {
    let chunk: Buffer = Buffer.from(bytes.buffer as ArrayBuffer, bytes.byteOffset, bytes.byteLength);
    if (!started) {
      chunk = Buffer.concat([start, chunk]);
      start = chunk;
      if (chunk.length < 3) continue;
      started = true;
      decoder = utf16Decoder(chunk);
      if (decoder === null && !keepMark) chunk = withoutMark(chunk);
    }
    yield decoder === null ? chunk : Buffer.from(decoder.decode(chunk, { stream: true }), 'utf8');
  }
  if (!started) {
    decoder = utf16Decoder(start);
    yield decoder === null ? start : Buffer.from(decoder.decode(start, { stream: true }), 'utf8');
  }
  if (decoder !== null) yield Buffer.from(decoder.decode(), 'utf8');
}

function utf16Decoder(start: Buffer): Decoder | null {
  if (start[0] === 0xff && start[1] === 0xfe) return new TextDecoder('utf-16le');
  if (start[0] === 0xfe && start[1] === 0xff) return new TextDecoder('utf-16be');
  return null;
}

function withoutMark(chunk: Buffer): Buffer {
  return chunk[0] === 0xef && chunk[1] === 0xbb && chunk[2] === 0xbf ? chunk.subarray(3) : chunk;
}
