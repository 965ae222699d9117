import { expect } from 'chai';
import { tracemalloc } from '../../../src/collect/collectors/tracemalloc.ts';
import type { Recorded } from './python-runs.ts';
import { askPython, contextOf, Scratch } from './python-runs.ts';

/** Bytes, blocks and line of the dearest line of the program; then how many traces are of our own files. */
const dearest =
  '(lambda s: [[s.statistics("lineno")[0].size, s.statistics("lineno")[0].count, s.statistics("lineno")[0].traceback[0].lineno], sum("perf_report_inject" in t.traceback[-1].filename for t in s.traces)])(tracemalloc.Snapshot.load(path))';

describe('collector tracemalloc', () => {
  const scratch = new Scratch();
  let recording: Recorded;
  before(async () => {
    recording = await scratch.record(tracemalloc, 'python3 plateau.py');
  });
  after(() => scratch.clear());

  it('keeps the snapshot near the peak and the one at the end', () => {
    expect(recording).to.include({ code: 0, stderr: '' });
    expect(recording.collected.files.map(({ name }) => name)).to.deep.equal(['tracemalloc.pickle', 'tracemalloc-exit.pickle']);
    expect(recording.collected.notes).to.deep.equal([]);
  });

  it('has the numbers that the program itself sees, and nothing of ours', () => {
    const [peak, exit] = askPython(dearest, recording.collected.files.map(({ path }) => path), 'tracemalloc') as [[number, number, number], number][];
    const [bytes, blocks, line] = recording.stdout.trim().split(' ').map(Number) as [number, number, number];
    const perBlock = bytes / blocks;
    expect(exit![0][2]).to.equal(line);
    expect(exit![0][0]).to.be.closeTo(bytes, 2 * perBlock);
    expect(exit![0][1]).to.be.closeTo(blocks, 2);
    // All 24,000 were live for a while: at most the last of the climb may be missing.
    expect(peak![0][2]).to.equal(line);
    expect(peak![0][1]).to.be.within(21_600, 24_004);
    expect([peak![1], exit![1]]).to.deep.equal([0, 0]);
  });

  it('says so when the program stops tracing', async () => {
    const { collected, code } = await scratch.record(tracemalloc, `python3 -c 'import tracemalloc; tracemalloc.stop(); print(tracemalloc.is_tracing())'`);
    expect(code).to.equal(0);
    expect(collected.files.map(({ name }) => name)).to.deep.equal(['tracemalloc.pickle']);
    expect(collected.notes.map(({ code: name }) => name)).to.deep.equal(['own-tracemalloc']);
  });

  it('tells by trying whether it works', async () => {
    expect(await tracemalloc.probe(contextOf())).to.have.property('works', true);
  });
});
