import { expect } from 'chai';
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const root = new URL('../../', import.meta.url).pathname;
const tagPhotos = join(root, 'scripts/profiling/workloads/tag_photos.py');
const tagInNode = join(root, 'scripts/profiling/workloads/node/tag.mjs');
const run = promisify(execFile);

/** Counts calls as cProfile does and prints those of one function. */
const countCalls = `
import cProfile, pstats, runpy, sys
profiler = cProfile.Profile()
script, function, sys.argv = sys.argv[1], sys.argv[2], [sys.argv[1]] + sys.argv[3:]
sys.path.insert(0, script.rpartition("/")[0])
try:
    profiler.runcall(runpy.run_path, script, run_name="__main__")
except SystemExit:
    pass
print("calls", sum(row[1] for place, row in pstats.Stats(profiler).stats.items() if place[2] == function))
`;

describe('sample workloads', () => {
  let directory: string;
  const at = (name: string): string => join(directory, name);
  const environment = (more: Record<string, string>): NodeJS.ProcessEnv => ({ PATH: process.env['PATH'], PHOTO_DATA: at('data'), ASSETS: '40', PYTHONDONTWRITEBYTECODE: '1', ...more });
  const counters = (name: string): unknown => JSON.parse(readFileSync(at(name), 'utf8'));

  /** Runs in a directory that has nothing to do with the repository. */
  const start = async (program: string, args: readonly string[], more: Record<string, string> = {}): Promise<{ digest: string; calls: number }> => {
    const { stdout } = await run(program, args, { cwd: directory, env: environment(more) });
    return { digest: /^40 assets, digest ([0-9a-f]{64})$/m.exec(stdout)?.[1] ?? stdout, calls: Number(/^calls (\d+)$/m.exec(stdout)?.[1]) };
  };
  const counted = (workload: string, name: string, more: Record<string, string>) => start('python3', ['-c', countCalls, tagPhotos, name, workload], more);

  before(async () => {
    directory = mkdtempSync(join(tmpdir(), 'perf-report-workloads-'));
    const options = { cwd: directory, env: environment({}) };
    await Promise.all([run('python3', [tagPhotos, 'generate'], options), run(process.execPath, [tagInNode, 'generate'], options)]);
  });
  after(() => {
    rmSync(directory, { recursive: true, force: true });
  });

  it('sample: the same results each time, in threads, and from the slow twin, which looks assets up more than twice as often', async () => {
    const [plain, threads, fast, slow] = await Promise.all([
      start('python3', [tagPhotos, 'sample', '--counters', 'sub/sample.json', '--out', 'result.json'], { PYTHONHASHSEED: '1' }),
      start('python3', [tagPhotos, 'sample'], { PYTHONHASHSEED: '2', THREADS: '3' }),
      counted('sample', 'get_asset_info', {}),
      counted('sample', 'get_asset_info', { SLOW: '1' }),
    ]);
    // Pinned: every version of Python and every machine must agree (found equal with 3.6 to 3.13).
    expect(plain.digest).to.equal('0dda7c1e4cc629a8503d5fa06fa26216ae1cef7ce55ff0e53f4bf170f97d8703');
    expect([threads.digest, fast.digest, slow.digest]).to.deep.equal([plain.digest, plain.digest, plain.digest]);
    expect(slow.calls / fast.calls).to.be.within(2, 2.6);
    const results = counters('result.json') as { path: string; tags: string[] }[];
    expect(counters('sub/sample.json')).to.deep.equal({ assets: 40, pixels: 40 * 36 * 27, tags: results.flatMap(({ tags }) => tags).length });
  });

  it('classify: the slow twin has the same results and as many calls', async () => {
    const [plain, fast, slow] = await Promise.all([
      start('python3', [tagPhotos, 'classify', '--counters', 'classify.json']),
      counted('classify', 'histogram_distance', {}),
      counted('classify', 'histogram_distance', { SLOW: '1' }),
    ]);
    expect(plain.digest).to.equal('12b465d13897d7e2c5e356d1cdef00cfd2ec39ea954f1ff73330a43007611666');
    expect([fast.digest, slow.digest]).to.deep.equal([plain.digest, plain.digest]);
    expect(fast.calls).to.equal(slow.calls).and.to.equal(40 * 120);
    expect(counters('classify.json')).to.have.property('assets', 40);
  });

  it('node: the same results each time and from the slow twin', async () => {
    const [plain, again, slow] = await Promise.all([
      start(process.execPath, [tagInNode, '--counters', 'sub/node.json']),
      start(process.execPath, [tagInNode]),
      start(process.execPath, [tagInNode], { SLOW: '1' }),
    ]);
    expect(plain.digest).to.equal('a38b633d5a0791575d4184b68b0b44b1b5f6a0a90d86b0f8c23f4222a378f553');
    expect([again.digest, slow.digest]).to.deep.equal([plain.digest, plain.digest]);
    expect(counters('sub/node.json')).to.have.property('assets', 40);
  });

  it('a missing data set and a wrong ASSETS are said, with what to do', async () => {
    const fails = async (program: string, args: readonly string[], more: Record<string, string>) => {
      try {
        await run(program, args, { cwd: directory, env: environment(more) });
      } catch (error) {
        return error as { code: number; stderr: string };
      }
      throw new Error('it was expected to fail');
    };
    const [missing, few, inNode, wrong] = await Promise.all([
      fails('python3', [tagPhotos, 'sample'], { PHOTO_DATA: at('none') }),
      fails('python3', [tagPhotos, 'classify'], { ASSETS: '41' }),
      fails(process.execPath, [tagInNode], { ASSETS: '41' }),
      fails('python3', [tagPhotos, 'sample'], { ASSETS: 'many' }),
    ]);
    expect(missing).to.deep.include({ code: 2 });
    expect(missing.stderr).to.match(/^40 photos wanted, 0 are in .*none; make them: .*tag_photos\.py generate sample\n$/);
    expect(few.stderr).to.match(/^41 features wanted, 40 are in/);
    expect(inNode.stderr).to.match(/^41 photos wanted, 40 are in .*; make them: tag\.mjs generate\n$/);
    expect(wrong.stderr).to.contain('ASSETS=many: a whole number from 1 is wanted');
  });
});
