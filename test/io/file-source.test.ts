import { execFileSync } from 'node:child_process';
import { appendFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { expect } from 'chai';
import { InputError } from '../../src/core/errors.ts';
import { chunkBytes, headBytes } from '../../src/core/limits.ts';
import { openFile } from '../../src/io/file-source.ts';
import { NothingToRead } from '../../src/io/open-regular.ts';
import { rejection, useTempDir } from '../helpers/temp-dir.ts';

async function joined(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const chunk of chunks) parts.push(Buffer.from(chunk));
  return Buffer.concat(parts);
}

/** Bytes that gzip cannot shrink below one chunk. */
function noise(length: number): Buffer {
  const bytes = Buffer.alloc(length);
  let state = 1;
  for (let at = 0; at < length; at++) {
    state = Math.imul(state, 1103515245) + 12345;
    bytes[at] = state >>> 16;
  }
  return bytes;
}

describe('openFile', () => {
  const dir = useTempDir();
  const content = noise(2 * chunkBytes + 17);

  for (const [packing, bytes] of [
    ['plain', content],
    ['gzip', gzipSync(content)],
    ['gzip of two members', Buffer.concat([gzipSync(content.subarray(0, 1000)), gzipSync(content.subarray(1000))])],
  ] as const) {
    it(`gives a ${packing} file's head, bytes and chunks`, async () => {
      const { head, source, packed } = await openFile(dir.write('x', bytes), 'shown');
      expect(packed).to.equal(packing === 'plain' ? null : 'gzip');
      expect(head.whole).to.equal(false);
      expect(Buffer.from(head.bytes).equals(content.subarray(0, headBytes))).to.equal(true);
      expect(source.size).to.equal(bytes.length);
      expect(Buffer.from(await source.bytes()).equals(content)).to.equal(true);
      expect((await joined(source.chunks())).equals(content)).to.equal(true);
    });
  }

  it('knows when the head is all there is', async () => {
    for (const bytes of [Buffer.from('a;b 1\n'), gzipSync('a;b 1\n')]) {
      const { head } = await openFile(dir.write('x', bytes), 'x');
      expect([head.whole, head.text]).to.deep.equal([true, 'a;b 1\n']);
    }
  });

  it('names where gzip data was cut', async () => {
    const packed = gzipSync(content);
    const { source } = await openFile(dir.write('x.gz', packed.subarray(0, packed.length - 500)), 'x.gz');
    for (const reading of [source.bytes(), joined(source.chunks())]) {
      const error = (await rejection(reading)) as InputError;
      expect(error).to.be.instanceOf(InputError);
      expect(error.message).to.match(/^the gzip data is cut off/);
      expect(error.place).to.deep.equal({ file: 'x.gz', offset: packed.length - 500 });
    }
  });

  it('names damaged gzip data, in the head or behind it', async () => {
    const packed = gzipSync(content);
    packed.fill(0xff, packed.length - 8);
    const { source } = await openFile(dir.write('x.gz', packed), 'x.gz');
    expect(((await rejection(source.bytes())) as InputError).message).to.match(/damaged/);
    expect(((await rejection(joined(source.chunks()))) as InputError).message).to.match(/damaged after \d+ unpacked bytes/);
    const noHead = await rejection(openFile(dir.write('y.gz', Buffer.from([0x1f, 0x8b, 9, 9, 9, 9, 9, 9, 9, 9, 9, 9])), 'y.gz'));
    expect((noHead as InputError).message).to.match(/damaged/);
  });

  it('stops at a gzip bomb', async () => {
    // 100 MiB of zeros in 100 kB: above 64 MiB + 200 x packed, below what DEFLATE can do.
    const bomb = gzipSync(Buffer.alloc(100 * 1024 ** 2));
    const { source } = await openFile(dir.write('bomb.gz', bomb), 'bomb.gz');
    for (const reading of [source.bytes(), joined(source.chunks())]) {
      expect(((await rejection(reading)) as InputError).message).to.match(/gzip bomb/);
    }
  });

  it('refuses pipes, directories, devices and empty files at once', async () => {
    execFileSync('mkfifo', [`${dir.path()}/pipe`]);
    for (const [path, message] of [
      [`${dir.path()}/pipe`, /is a pipe/],
      [dir.path(), /is a directory/],
      ['/dev/zero', /is a device/],
      [dir.write('empty', ''), /is empty/],
    ] as const) {
      const error = await rejection(openFile(path, 'shown'));
      expect(error).to.be.instanceOf(NothingToRead);
      expect((error as InputError).message).to.match(message);
    }
  });

  it('says why a file cannot be opened', async () => {
    const error = (await rejection(openFile(`${dir.path()}/missing`, 'missing'))) as InputError;
    expect(error.message).to.equal('cannot be opened: it does not exist (ENOENT)');
    expect(error.hint).to.be.a('string');
  });

  it('reads a growing file as far as it went when it was opened', async () => {
    const path = dir.write('x', 'a 1\n');
    const { source } = await openFile(path, 'x');
    let read = '';
    for await (const chunk of source.chunks()) {
      read += Buffer.from(chunk).toString();
      appendFileSync(path, 'b 2\n');
    }
    expect(read).to.equal('a 1\n');
    expect(Buffer.from(await source.bytes()).toString()).to.equal('a 1\n');
  });
});
