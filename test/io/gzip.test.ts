import { gunzipSync } from 'node:zlib';
import { expect } from 'chai';
import { gzip } from '../../src/io/gzip.ts';

describe('gzip', () => {
  it('holds neither time nor operating system, and unpacks', () => {
    const packed = gzip(Buffer.from('hello hello hello'));
    // RFC 1952: MTIME is bytes 4..7, OS is byte 9.
    expect([...packed.subarray(0, 10)]).to.deep.equal([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255]);
    expect(gunzipSync(packed).toString()).to.equal('hello hello hello');
  });
});
