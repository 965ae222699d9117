import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { InputError } from '../../src/core/errors.ts';
import { importLimits } from '../../src/core/limits.ts';
import type { ProfileSet, StackProfile } from '../../src/core/model/profile.ts';
import { makeHead } from '../../src/importers/head.ts';
import { tracemallocImporter } from '../../src/importers/tracemalloc.ts';
import { otherPickle } from '../../src/importers/tracemalloc/declined.ts';

type Part = string | number | readonly number[] | Buffer;

/** Bytes of a pickle: strings are latin-1 opcodes and text, numbers are bytes. */
function bytesOf(...parts: Part[]): Buffer {
  return join(parts);
}

function join(parts: readonly Part[]): Buffer {
  return Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part, 'latin1') : typeof part === 'number' ? Buffer.from([part]) : Buffer.from(part))));
}

const text = (value: string | Buffer): Buffer => {
  const utf8 = Buffer.from(value as string);
  return bytesOf('X', [...Buffer.from(new Uint32Array([utf8.length]).buffer)], utf8);
};
const int = (value: number): Buffer => {
  const operand = Buffer.alloc(5, 'J');
  operand.writeInt32LE(value, 1);
  return operand;
};
const STACK_GLOBAL = '\x93';
const NEWOBJ = ')\x81';
const MEMOIZE = '\x94';
const proto = bytesOf(0x80, 4);
const frame = (file: string | Buffer, line: Buffer): Buffer => bytesOf(text(file), line, '\x86');
const place = (file: string, line: number): Buffer => frame(file, int(line));
const tuple = (...items: Part[]): Buffer => bytesOf('(', ...items, 't');
const trace = (size: number, ...frames: Buffer[]): Buffer => tuple(int(0), int(size), tuple(...frames), int(frames.length));

const head = bytesOf(proto, text('tracemalloc'), text('Snapshot'), STACK_GLOBAL, NEWOBJ);
/** A snapshot whose list of traces is filled by `fill`, with `extra` state before it. */
function snapshot(fill: Part, extra: Part = '', limit: Part = int(25)): Buffer {
  const traces = bytesOf(text('tracemalloc'), text('_Traces'), STACK_GLOBAL, NEWOBJ, '}', text('_traces'), ']', fill, 's', 'b');
  return bytesOf(head, '}(', extra, text('traces'), traces, text('traceback_limit'), limit, 'ub.');
}
const appended = (...traces: Part[]): Buffer => bytesOf('(', ...traces, 'e');
const good = snapshot(appended(trace(10, place('/a/b.py', 3), place('/a/main.py', 1))));

async function read(bytes: Buffer, limits = importLimits): Promise<ProfileSet> {
  const source = {
    name: 'x',
    size: bytes.length,
    bytes: () => Promise.resolve<Uint8Array>(bytes),
    chunks: () => {
      throw new Error('not used');
    },
  };
  return tracemallocImporter.read(source, limits);
}

async function refusal(bytes: Buffer): Promise<InputError> {
  const outcome = await read(bytes).then(
    () => null,
    (error: unknown) => error,
  );
  expect(outcome, 'must be refused').to.be.instanceOf(InputError);
  const error = outcome as InputError;
  expect(error.hint, error.message).to.be.a('string');
  expect(error.place.offset).to.be.within(0, bytes.length);
  return error;
}

/** Places a piece where the first trace would stand and says where that is. */
function inside(piece: Part): { bytes: Buffer; offset: number } {
  const marker = bytesOf('\xf0\xf1\xf2\xf3');
  const offset = snapshot(marker).indexOf(marker);
  return { bytes: snapshot(piece), offset };
}

const totals = (set: ProfileSet): number[] => set.profiles.map((profile) => (profile as StackProfile).samples.weight.reduce((sum, weight) => sum + weight, 0));

describe('tracemalloc importer, hostile pickles', () => {
  it('reads the hand-made snapshot that the attacks are variants of', async () => {
    const set = await read(good);
    expect(totals(set)).to.deep.equal([10, 1]);
    expect(set.profiles[0]?.frames.name).to.deep.equal(['b.py:3', 'main.py:1']);
  });

  describe('refuses every opcode that could run or build something else, at its offset', () => {
    const attacks: [name: string, piece: Part, opcodeAt: number][] = [
      ['REDUCE', bytesOf(text('x'), ')R'), text('x').length + 1],
      ['GLOBAL', 'cos\nsystem\n', 0],
      ['INST', '(ios\nsystem\n', 1],
      ['OBJ', '(o', 1],
      ['BINPERSID', bytesOf(text('x'), 'Q'), text('x').length],
      ['PERSID', 'Px\n', 0],
      ['EXT1', '\x82\x01', 0],
      ['EXT2', '\x83\x01\x00', 0],
      ['EXT4', '\x84\x01\x00\x00\x00', 0],
      ['NEWOBJ_EX', bytesOf(')', '}', '\x92'), 2],
      ['BYTEARRAY8', bytesOf('\x96', Buffer.alloc(8)), 0],
      ['NEXT_BUFFER', '\x97', 0],
      ['READONLY_BUFFER', '\x98', 0],
      ['FROZENSET', '(\x91', 1],
      ['DUP', '2', 0],
      ['POP', '0', 0],
      ['LONG4', bytesOf('\x8b', [0xff, 0xff, 0xff, 0x7f]), 0],
      ['BINPUT', 'q\x00', 0],
      ['PROTO', '\x80\x04', 0],
      ['0xff', '\xff', 0],
    ];
    for (const [name, piece, opcodeAt] of attacks) {
      it(name, async () => {
        const { bytes, offset } = inside(piece);
        const error = await refusal(bytes);
        expect(error.message).to.include(name).and.to.include('refused');
        expect(error.place.offset).to.equal(offset + opcodeAt);
        expect(error.hint).to.include('nothing of it was run');
      });
    }
  });

  it('refuses os.system behind the head of a snapshot', async () => {
    const error = await refusal(bytesOf(head, text('os'), text('system'), STACK_GLOBAL, text('touch /tmp/pwned'), '\x85R.'));
    expect(error.message).to.include('os.system');
    expect(error.place.offset).to.equal(head.length + text('os').length + text('system').length);
  });

  it('refuses other classes of tracemalloc and classes joined from two texts', async () => {
    expect((await refusal(bytesOf(proto, text('tracemalloc'), text('Filter'), STACK_GLOBAL, NEWOBJ, '.'))).message).to.include('tracemalloc.Filter');
    await refusal(bytesOf(proto, text('tracemalloc.Snapshot'), text(''), STACK_GLOBAL, NEWOBJ, '.'));
  });

  it('refuses arguments to a class and a state that is no dict', async () => {
    await refusal(bytesOf(proto, text('tracemalloc'), text('Snapshot'), STACK_GLOBAL, tuple(int(1)), '\x81.'));
    await refusal(bytesOf(head, tuple(int(1)), 'b.'));
    await refusal(bytesOf(head, text('state'), 'b.'));
  });

  it('takes __proto__, constructor and toString as keys like any other', async () => {
    const keys = ['__proto__', 'constructor', 'toString'].flatMap((key) => [text(key), bytesOf('}', text('polluted'), int(1), 's')]);
    const before = Object.getOwnPropertyNames(Object.prototype).sort();
    const set = await read(snapshot(appended(trace(10, place('/a/b.py', 3))), bytesOf(...keys)));
    expect(totals(set)).to.deep.equal([10, 1]);
    expect(Object.getOwnPropertyNames(Object.prototype).sort()).to.deep.equal(before);
    expect(({} as Record<string, unknown>)['polluted']).to.equal(undefined);
    expect(Object.getPrototypeOf({})).to.equal(Object.prototype);
    await refusal(bytesOf(head, '}', text('__proto__'), bytesOf('}', text('traces'), int(1), 's'), 'sb.'));
  });

  it('shows a file called __proto__ under its name', async () => {
    const set = await read(snapshot(appended(trace(10, place('__proto__', 3)))));
    expect(set.profiles[0]?.frames.name).to.deep.equal(['__proto__:3']);
  });

  const refused: [name: string, bytes: Buffer, message: string][] = [
    ['an unset memo', inside('h\x07').bytes, 'memo 7'],
    ['a memo index past 2^31', inside('j\xff\xff\xff\xff').bytes, 'memo 4294967295'],
    ['a list that is appended to itself', snapshot(bytesOf(MEMOIZE, 'h\x00', 'a')), 'not a trace'],
    ['a mark that is never closed', bytesOf(head, '(((('), 'ends too early'],
    ['a group that was never opened', bytesOf(head, 't.'), 'no MARK'],
    ['values taken from below a mark', bytesOf(head, int(1), '(\x86.'), 'takes more values'],
    ['a pickle that memoizes nothing', bytesOf(proto, text('tracemalloc'), '(', MEMOIZE, '.'), 'takes more values'],
    ['items set on a number', bytesOf(head, int(1), text('a'), int(2), 's.'), 'not a dict'],
    ['a key without a value', bytesOf(head, '}(', text('a'), 'u.'), 'without a value'],
    ['a key that is a number', bytesOf(head, '}', int(1), int(2), 's.'), 'not a text'],
    ['an append to a dict', bytesOf(head, '}', int(1), 'a.'), 'not a list'],
    ['a text of 4 GiB', inside(bytesOf('X', [0xff, 0xff, 0xff, 0xff])).bytes, 'ends too early'],
    ['a text of 2^64 bytes', inside(bytesOf('\x8d', Buffer.alloc(8, 0xff))).bytes, 'ends too early'],
    ['a frame longer than the file', inside(bytesOf('\x95', Buffer.alloc(8, 0xff))).bytes, 'ends too early'],
    ['a negative size', snapshot(appended(trace(-5, place('a.py', 1)))), 'size -5'],
    ['a size past 2^53', snapshot(appended(tuple(int(0), bytesOf('\x8a\x08', [0, 0, 0, 0, 0, 0, 0, 0x7f]), tuple(place('a.py', 1)), int(1)))), 'has the size'],
    ['a negative domain', snapshot(appended(tuple(int(-1), int(5), tuple(place('a.py', 1)), int(1)))), 'domain -1'],
    ['a negative line', snapshot(appended(trace(5, place('a.py', -1)))), 'line -1'],
    ['an integer of 20 bytes', inside(bytesOf('\x8a', 20, Buffer.alloc(20, 0x7f))).bytes, '20 bytes'],
    ['a trace that is a number', snapshot(appended(int(5))), 'not a trace'],
    ['a trace of five', snapshot(appended(tuple(int(0), int(5), tuple(place('a.py', 1)), int(1), int(1)))), 'not a trace'],
    ['a trace whose frames are numbers', snapshot(appended(tuple(int(0), int(5), tuple(int(1)), int(1)))), 'not a trace'],
    ['a trace with a size of text', snapshot(appended(tuple(int(0), text('5'), tuple(place('a.py', 1)), int(1)))), 'not a trace'],
    ['an empty stack at the end', bytesOf(proto, '.'), 'without a value'],
    ['only a class', bytesOf(proto, text('tracemalloc'), text('Snapshot'), STACK_GLOBAL, '.'), 'not a tracemalloc Snapshot.dump'],
    ['a snapshot without state', bytesOf(head, '.'), 'not a tracemalloc Snapshot.dump'],
    ['a snapshot whose traces are a list', bytesOf(head, '}', text('traces'), ']', 'sb.'), 'not a tracemalloc Snapshot.dump'],
    ['a snapshot in a list', bytesOf(proto, ']', good.subarray(2, -1), 'a.'), 'not a tracemalloc Snapshot.dump'],
    ['a snapshot in a dict', bytesOf(proto, '}', text('before'), good.subarray(2, -1), 's.'), 'not a tracemalloc Snapshot.dump'],
    ['a wrong protocol', bytesOf(0x80, 2, good.subarray(2)), 'protocol 4 or 5'],
    ['nothing at all', Buffer.alloc(0), 'protocol 4 or 5'],
    ['one byte', bytesOf(0x80), 'protocol 4 or 5'],
  ];
  for (const [name, bytes, message] of refused) {
    it(`refuses ${name}`, async () => {
      expect((await refusal(bytes)).message).to.include(message);
    });
  }

  it('refuses a real snapshot cut at any byte', async () => {
    const whole = readFileSync('test/fixtures/tracemalloc/cpython-3.11.7/snapshot-25.pickle');
    for (const length of [3, 11, 30, 100, 20000, 20001, 20002, 20003, whole.length - 2, whole.length - 1]) {
      expect((await refusal(whole.subarray(0, length))).message, `${length} bytes`).to.include('ends too early');
    }
  });

  it('says where bytes follow the snapshot, and reads it', async () => {
    const set = await read(bytesOf(good, good));
    expect(totals(set)).to.deep.equal([10, 1]);
    expect(set.profiles[0]?.notes).to.deep.include({
      code: 'trailing-bytes',
      text: `${good.length} bytes follow the snapshot's end at byte ${good.length} and were not read: a file holds one snapshot`,
    });
  });

  it('counts a trace as often as the list holds it', async () => {
    const twice = bytesOf(MEMOIZE, trace(10, place('a.py', 1)), MEMOIZE, 'a', 'h\x01a');
    expect(totals(await read(snapshot(twice)))).to.deep.equal([20, 2]);
  });

  it('keeps integers of every width', async () => {
    const long = (bytes: number[]): Buffer => bytesOf('\x8a', bytes.length, bytes);
    const sizes = [bytesOf('K', 200), bytesOf('M', [0x10, 0x27]), int(70000), long([]), long([0, 0, 0, 0x80, 0]), long([0, 0, 0, 0, 0, 1, 0]), long([1, 0, 0, 0, 0, 0, 1, 0])];
    const traces = sizes.map((size) => tuple(int(0), size, tuple(place('a.py', 1)), int(1)));
    const expected = 200 + 10000 + 70000 + 0 + 2 ** 31 + 2 ** 40 + 2 ** 48 + 1;
    expect(totals(await read(snapshot(appended(...traces))))).to.deep.equal([expected, sizes.length]);
  });

  it('reads traces of three, other attributes and an empty stack', async () => {
    const traces = appended(bytesOf(int(0), int(5), tuple(place('a.py', 1)), '\x87'), tuple(int(0), int(7), ')', int(0)));
    const set = await read(snapshot(traces, bytesOf(text('label'), tuple(text('nightly'), 'N', '\x88'))));
    expect(totals(set)).to.deep.equal([12, 2]);
    expect(set.profiles[0]?.frames.name).to.deep.equal(['a.py:1', '<unknown>']);
  });

  it('keeps paths apart that were no UTF-8, and cuts long ones', async () => {
    const paths = [Buffer.from([0x2f, 0xed, 0xb3, 0xa9]), Buffer.from([0x2f, 0xed, 0xb3, 0xa8]), Buffer.from('/\ufffd'), Buffer.from([0x2f, 0xff]), Buffer.alloc(100_000, 'ä')];
    const set = await read(snapshot(appended(...paths.map((path) => tuple(int(0), int(1), tuple(frame(path, int(1))), int(1))))));
    const files = set.profiles[0]?.frames.file ?? [];
    expect(files.slice(0, 3)).to.deep.equal(['/\\udce9', '/\\udce8', '/\ufffd']);
    // The bytes 2f ff are no text in any way: they end up with the path that really holds U+FFFD.
    expect(files).to.have.length(4);
    expect(files[3]).to.have.length(importLimits.maxNameLength + 1);
    expect(totals(set)).to.deep.equal([5, 5]);
    expect(set.profiles[0]?.notes.map((note) => note.code)).to.include.members(['invalid-utf8', 'long-names']);
  });

  it('reads a stack of 100,000 frames, and folds what is deeper than the limit', async () => {
    const deep = (count: number): Buffer => snapshot(bytesOf(int(0), int(3), '(', join(Array.from({ length: count }, (_, i) => place('a.py', i % 7))), 't', '\x87a'));
    const set = await read(deep(100_000));
    expect((set.profiles[0] as StackProfile).stacks.length).to.equal(100_001);
    const cut = await read(deep(1000), { ...importLimits, maxStackDepth: 100 });
    expect((cut.profiles[0] as StackProfile).stacks.length).to.equal(101);
    expect(totals(cut)).to.deep.equal([3, 1]);
    expect(cut.profiles[0]?.notes.map((note) => note.code)).to.include('deep-stacks');
  });

  const mebibyte = 1 << 20;
  const bombs: [name: string, bytes: Buffer][] = [
    ['marks', bytesOf(head, Buffer.alloc(mebibyte, '('))],
    ['empty tuples', bytesOf(head, Buffer.alloc(mebibyte, ')'))],
    ['lists', bytesOf(head, Buffer.alloc(mebibyte, ']'))],
    ['dicts', bytesOf(head, Buffer.alloc(mebibyte, '}'))],
    ['memo entries', bytesOf(head, ')', Buffer.alloc(mebibyte, MEMOIZE))],
    ['nested tuples', bytesOf(head, ')', Buffer.alloc(mebibyte, '\x85'))],
    ['tuples doubled through the memo', bytesOf(head, ')', MEMOIZE, join(Array.from({ length: 250 }, (_, i) => bytesOf('h', i, 'h', i, '\x86', MEMOIZE))))],
    ['short texts', bytesOf(head, '(', join(Array.from({ length: mebibyte / 8 }, (_, i) => bytesOf('\x8c\x06', i.toString(36).padStart(6, '0')))))],
    ['distinct places', snapshot(appended(join(Array.from({ length: mebibyte / 32 }, (_, i) => trace(1, place(`f${i}`, i))))))],
  ];
  for (const [name, bytes] of bombs) {
    it(`stays within 2 s per MB on a bomb of ${name}`, async () => {
      const start = process.cpuUsage();
      await read(bytes).catch((error: unknown) => expect(error).to.be.instanceOf(InputError));
      const spent = process.cpuUsage(start);
      expect((spent.user + spent.system) / 1e6).to.be.below((2 * Math.max(bytes.length, mebibyte)) / mebibyte);
    });
  }

  it('gives a result or a named error on 200 mutations of a real snapshot', async () => {
    const whole = readFileSync('test/fixtures/tracemalloc/cpython-3.11.7/snapshot-25.pickle');
    let state = 1;
    const random = (limit: number): number => (state = (Math.imul(state, 1103515245) + 12345) & 0x7fffffff) % limit;
    let readable = 0;
    for (let round = 0; round < 200; round++) {
      const bytes = Buffer.from(whole);
      for (let change = 0; change <= round % 3; change++) bytes[random(round % 2 === 0 ? 300 : bytes.length)] = random(256);
      await read(bytes).then(
        () => (readable += 1),
        (error: unknown) => expect(error).to.be.instanceOf(InputError),
      );
    }
    expect(readable).to.be.within(1, 199);
  });
});

describe('recognising pickles', () => {
  const heads: [name: string, bytes: Buffer, snapshotHead: boolean, pickle: boolean][] = [
    ['a snapshot', good, true, false],
    ['a framed snapshot', bytesOf(0x80, 5, '\x95', Buffer.alloc(8), '\x8c\x0btracemalloc'), true, false],
    ['a list of snapshots', bytesOf(0x80, 5, ']', good.subarray(2)), false, true],
    ['a protocol 2 dict', bytesOf(0x80, 2, '}q\x00.'), false, true],
    ['a module that starts like tracemalloc', bytesOf(0x80, 5, '\x8c\x0ctracemalloc2'), false, true],
    ['a protocol 0 call', bytesOf("cos\nsystem\n(S'id'\ntR."), false, true],
    ['a protocol 0 dict', bytesOf('(dp0\n'), false, true],
    ['other bytes after 80', bytesOf(0x80, 4, '\x00\x00'), false, false],
    ['folded text', bytesOf('main;run 5\nmain 3\n'), false, false],
    ['two bytes', bytesOf(0x80, 4), false, false],
  ];
  for (const [name, bytes, snapshotHead, pickle] of heads) {
    it(name, () => {
      const seen = makeHead(bytes, true);
      expect([tracemallocImporter.recognise(seen, 'unknown'), otherPickle.recognise(seen)]).to.deep.equal([snapshotHead, pickle]);
    });
  }
});
