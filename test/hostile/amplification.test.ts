import { expect } from 'chai';
import { randomBytes } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { importLimits } from '../../src/core/limits.ts';
import { foldedImporter } from '../../src/importers/folded.ts';
import { block, number, packed, text } from '../importers/pprof-bytes.ts';
import { memorySource } from '../helpers/memory-source.ts';
import { followThrough, fromPython, textOfPage, throughAll, type Outcome } from './whole-pipeline.ts';

const megabyte = 1e6;
const schema = 'https://www.speedscope.app/file-format-schema.json';

/** CPU seconds and the result of `work`. */
async function timed(work: () => Promise<Outcome>): Promise<{ outcome: Outcome; seconds: number }> {
  const before = process.cpuUsage();
  const outcome = await work();
  const used = process.cpuUsage(before);
  return { outcome, seconds: (used.user + used.system) / 1e6 };
}

/** Runs a file through everything, which is what five commands do: each may take 2 s per MB, all of them twice that. */
async function withinTime(bytes: Uint8Array): Promise<Outcome> {
  const { outcome, seconds } = await timed(() => throughAll(bytes));
  expect(seconds, `${bytes.length} bytes`).to.be.below((4 * bytes.length) / megabyte + 1);
  return outcome;
}

function speedscope(frames: readonly object[], profiles: readonly object[]): Uint8Array {
  return Buffer.from(JSON.stringify({ $schema: schema, shared: { frames }, profiles }));
}

function oneSample(frame: number, rest: object = {}): object {
  return { type: 'sampled', name: 't', unit: 'none', startValue: 0, endValue: 1, samples: [[frame]], weights: [1], ...rest };
}

/** A pprof file with one stack of all `depth` functions and the same value in each of `types` sample types. */
function pprofOfTypes(depth: number, types: number): Uint8Array {
  const ids = Array.from({ length: depth }, (_, i) => i + 1);
  const parts = [...Array.from({ length: types }, () => block(1, number(1, 1), number(2, 2))), block(2, packed(1, ids), packed(2, new Array<number>(types).fill(1)))];
  for (const id of ids) parts.push(block(4, number(1, id), block(4, number(1, id))), block(5, number(1, id), number(2, id + 2)));
  for (const string of ['', 'cpu', 'nanoseconds', ...ids.map((id) => `f${id}`)]) parts.push(text(6, string));
  return Buffer.concat(parts.map((part) => Uint8Array.from(part)));
}

describe('files that are made to ask for more than they are worth', () => {
  it('many profiles over many functions: the first ones are read, the rest is counted', async () => {
    const frames = Array.from({ length: 20_000 }, (_, i) => ({ name: `f${i}` }));
    const outcome = await withinTime(speedscope(frames, Array.from({ length: 20_000 }, (_, i) => oneSample(i))));
    expect(outcome.model.profiles.length).to.equal(importLimits.maxProfiles);
    expect(textOfPage(outcome)).to.include(`the file holds 20000 profiles; only the first ${importLimits.maxProfiles} are shown`);
    // Each kept its own function, though it no longer carries the table of all.
    expect(new Set(outcome.model.profiles.map(({ functions }) => functions[0]?.name)).size).to.equal(importLimits.maxProfiles);
  });

  it('many sample types over one deep stack: the first ones are read, the rest is named', async () => {
    const outcome = await withinTime(pprofOfTypes(20_000, 250));
    expect(outcome.model.profiles.length).to.be.within(12, 40);
    expect(textOfPage(outcome)).to.include(`Only the first ${outcome.model.profiles.length} sample types were read.`);
    expect((await throughAll(pprofOfTypes(3, 250))).model.profiles.length).to.equal(250);
  });

  it('a sample on each of 20,000 nested calls: exports that write every stack say what that takes', async () => {
    const names = Array.from({ length: 20_000 }, (_, i) => i);
    const nodes = names.map((i) => ({ id: i + 1, callFrame: { functionName: `f${i}`, scriptId: '0', url: 'a.js', lineNumber: 0, columnNumber: 0 }, hitCount: 1, children: i < 19_999 ? [i + 2] : [] }));
    const outcome = await withinTime(Buffer.from(JSON.stringify({ nodes, startTime: 0, endTime: 20_000, samples: names.map((i) => i + 1), timeDeltas: names.map(() => 1) })));
    // The last sample has no time left.
    expect(outcome.model.profiles[0]?.functionCount).to.equal(19_999);
    for (const [id, answer] of outcome.exports) expect(answer, id).to.include('every stack is written in full');
  });

  it('paths and names of a megabyte: cut, and quick where rules look for a pattern again and again', async () => {
    for (const part of ['/go/pkg/mod/a', '/workspace/a', 'Socket.', '/.cargo/registry/src/a/b-1']) {
      const long = part.repeat(megabyte / part.length);
      const one = await withinTime(speedscope([{ name: long, file: long, line: 1 }], [oneSample(0, { name: long })]));
      expect((one.model.profiles[0]?.functions[0]?.name ?? '').length).to.equal(importLimits.maxNameLength + 1);
      const many = Array.from({ length: 120 }, (_, i) => `${part.repeat(3990 / part.length)}${i}`);
      await withinTime(speedscope(many.map((name) => ({ name, file: name, line: 1 })), [oneSample(0, { samples: many.map((_, i) => [i]), weights: many.map(() => 1) })]));
    }
  });

  it('call graphs with more paths than atoms: one page, total kept', async () => {
    // 60 layers of 12 functions, each called by all of the layer above: 12^60 paths.
    const code = `
rows = {}
for layer in range(60):
    for k in range(12):
        callers = {('a.py', (layer-1)*12+j, f'l{layer-1}_{j}'): (1, 1, 1/12, (60-layer)/12) for j in range(12)} if layer else {}
        rows[('a.py', layer*12+k, f'l{layer}_{k}')] = (1, 1, 1.0, float(60-layer), callers)
out.write(marshal.dumps(rows))`;
    const outcome = await withinTime(fromPython(code, null));
    expect(outcome.model.profiles[0]?.total).to.be.closeTo(720, 1e-9);
    expect(outcome.model.profiles[0]?.flame.missing).to.equal(null);
  });

  it('ten times more functions than the limit: one frame stands for the rest, and the page says so', async () => {
    const limits = { ...importLimits, maxFrames: 20_000 };
    const lines = Array.from({ length: 200_000 }, (_, i) => `m;f${i} 1`).join('\n');
    const set = await foldedImporter.read(memorySource(Buffer.from(lines)), limits);
    const outcome = followThrough({ file: 'many.folded', bytes: lines.length, format: 'folded', formatTitle: 'folded', set, facts: null, run: null, error: null, notes: [] });
    expect(outcome.model.profiles[0]?.total).to.equal(200_000);
    expect(outcome.model.profiles[0]?.functions[0]).to.include({ name: '(more functions)', self: 200_000 - 19_999 });
    expect(textOfPage(outcome)).to.include('"(more functions)"');
    expect((outcome.files.get('index.html') as string).length).to.be.below(megabyte);
  });

  it('gzip bombs, packed twice too, stop early with a named error', async () => {
    const lines = 'a;b 1\n'.repeat(60e6 / 6);
    // Behind data that hardly shrinks, so that the packed size allows for a lot.
    const bomb = gzipSync(Buffer.concat([Buffer.from(`a;${randomBytes(20_000).toString('hex')} 1\n`), Buffer.from(lines)]));
    const { outcome, seconds } = await timed(() => throughAll(bomb));
    expect(outcome.error).to.match(/unpacks to more than \d+ bytes: this looks like a gzip bomb/);
    expect(outcome.hint).to.include('gunzip');
    expect(seconds).to.be.below(2 + 1.5);
    const twice = await timed(() => throughAll(gzipSync(bomb)));
    expect(twice.outcome.error).to.match(/^is a gzip file inside a gzip file/);
    expect(twice.seconds).to.be.below(0.5);
  });

  it('nothing, one byte, and a megabyte of one byte are no profiles', async () => {
    for (const [bytes, error] of [[Buffer.alloc(0), /^the file is empty$/], [Buffer.from([0x80]), /^is in no format/], [Buffer.from('{'), /^is in no format/], [Buffer.alloc(megabyte, '['), /^is in no format/], [Buffer.alloc(megabyte), /^is in no format/]] as const) {
      expect((await withinTime(bytes)).error).to.match(error);
    }
  });
});
