import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { expect } from 'chai';
import { profileTotal } from '../../../src/core/analysis/function-table.ts';
import type { StackProfile } from '../../../src/core/model/profile.ts';
import type { Collected, Collector, CollectorContext } from '../../../src/collect/collectors/collector.ts';
import { nodeCpu } from '../../../src/collect/collectors/node-cpu.ts';
import { nodeHeap } from '../../../src/collect/collectors/node-heap.ts';
import type { CpuProfile } from '../../../src/collect/collectors/node-merge-cpu.ts';
import type { HeapProfile } from '../../../src/collect/collectors/node-merge-heap.ts';
import { readProgram } from '../../../src/collect/program.ts';
import { cpuprofileImporter } from '../../../src/importers/cpuprofile.ts';
import { heapprofileImporter } from '../../../src/importers/heapprofile.ts';
import { checkProfileSet } from '../../helpers/invariants.ts';
import { importBytes } from '../../helpers/memory-source.ts';
import { nodePrograms } from './node-programs.ts';

const env: Record<string, string> = { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '' };
let root = '';

interface Recorded extends Collected {
  readonly code: number | null;
  readonly signal: string | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly dir: string;
}

async function contextOf(command: string, injectDir: string, more: Record<string, string> = {}): Promise<CollectorContext> {
  const all = { ...env, ...more };
  return { program: await readProgram(command, { cwd: root, env: all }), cwd: root, env: all, injectDir };
}

async function record(collector: Collector, command: string, { injectDir = 'src/collect/inject', more = {} }: { injectDir?: string; more?: Record<string, string> } = {}): Promise<Recorded> {
  const context = await contextOf(command, injectDir, more);
  const dir = mkdtempSync(join(root, 'a "quoted" \\ place '));
  const prepared = await collector.prepare({ command, env: context.env }, dir, context);
  const child = spawn('/bin/sh', ['-c', prepared.command], { cwd: root, env: prepared.env, stdio: ['ignore', 'pipe', 'pipe'] });
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (text) => (stdout += String(text)));
  child.stderr.on('data', (text) => (stderr += String(text)));
  const [code, signal] = await new Promise<[number | null, string | null]>((done) => child.on('close', (...ending) => done(ending)));
  return { code, signal, stdout, stderr, dir, ...(await collector.collect(dir, context)) };
}

/** Microseconds by function name, idle time left out: the oracle's own sums over the JSON. */
function selfTimes({ nodes, samples, timeDeltas, startTime, endTime }: CpuProfile): Map<string, number> {
  const nameOf = new Map(nodes.map(({ id, callFrame }) => [id, callFrame.functionName]));
  const sums = new Map<string, number>();
  let time = startTime;
  samples.forEach((id, i) => {
    time += timeDeltas[i] as number;
    const name = nameOf.get(id) as string;
    const weight = i + 1 < samples.length ? (timeDeltas[i + 1] as number) : endTime - time;
    if (name !== '(idle)') sums.set(name, (sums.get(name) ?? 0) + weight);
  });
  return sums;
}

const readJson = <T>(path: string): T => JSON.parse(readFileSync(path, 'utf8')) as T;
const codes = ({ notes }: Collected): string[] => notes.map(({ code }) => code);

describe('collectors for Node', () => {
  before(() => {
    root = mkdtempSync(join(tmpdir(), 'perf-report-node-'));
    for (const [name, text] of Object.entries(nodePrograms)) writeFileSync(join(root, name), text);
  });
  after(() => {
    rmSync(root, { recursive: true, force: true });
  });

  describe('a program with a worker thread and a child', () => {
    let run: Recorded;
    before(async () => {
      run = await record(nodeCpu, 'node --cpu-prof --cpu-prof-dir=oracle main.mjs', { more: { NODE_OPTIONS: '--no-deprecation' } });
    });

    it('does what it does without a profiler', () => {
      expect([run.code, run.stdout, run.stderr]).to.deep.equal([0, 'child ended with 7\n', '']);
    });

    it('leaves a profile of each thread, the busiest first, that the importer reads', async () => {
      expect(run.files.map(({ name }) => name)).to.deep.equal(['node-cpu.cpuprofile', 'node-cpu-2.cpuprofile', 'node-cpu-3.cpuprofile']);
      const sums = run.files.map(({ path }) => selfTimes(readJson(path)));
      expect(sums.map((times) => ['burn', 'burnInWorker', 'burnInChild'].filter((name) => times.has(name))).sort()).to.deep.equal([['burn'], ['burnInChild'], ['burnInWorker']]);
      const busy = sums.map((times) => [...times.values()].reduce((sum, time) => sum + time, 0));
      expect(busy).to.deep.equal(busy.toSorted((a, b) => b - a));
      for (const { path } of run.files) checkProfileSet(await importBytes(cpuprofileImporter, readFileSync(path)));
      expect(codes(run)).to.deep.equal(['several-threads']);
      const text = run.notes[0]?.text ?? '';
      for (const pattern of [/node-cpu(-[23])?\.cpuprofile is main\.mjs, process \d+(;|$)/, /is worker thread 1 of main\.mjs, process \d+(;|$)/, /is child\.js, process \d+(;|$)/]) expect(text).to.match(pattern);
    });

    it('says what `node --cpu-prof` says of the same execution', () => {
      const oracles = readdirSync(join(root, 'oracle')).map((file) => readJson<CpuProfile>(join(root, 'oracle', file)));
      const ours = run.files.map(({ path }) => readJson<CpuProfile>(path));
      for (const name of ['burn', 'burnInWorker']) {
        const [a, b] = [ours, oracles].map((profiles) => profiles.find((profile) => selfTimes(profile).has(name)) as CpuProfile) as [CpuProfile, CpuProfile];
        expect(Object.keys(a).sort()).to.deep.equal(Object.keys(b).sort());
        expect((selfTimes(a).get(name) as number) / (selfTimes(b).get(name) as number)).to.be.closeTo(1, 0.15);
      }
    });
  });

  it('knows how much was allocated, though nothing of it is left', async () => {
    const run = await record(nodeHeap, 'node allocate.mjs');
    expect([run.code, run.files.map(({ name }) => name), run.notes]).to.deep.equal([0, ['node-heap.heapprofile'], []]);
    const profile = (await importBytes(heapprofileImporter, readFileSync(run.files[0]?.path as string))).profiles[0] as StackProfile;
    const allocate = profile.samples.stack.reduce((sum, stack, row) => sum + (profile.frames.name[profile.stacks.frame[stack] as number] === 'allocate' ? (profile.samples.weight[row] as number) : 0), 0);
    // 600 times 12,500 doubles.
    expect(allocate / (600 * 12_500 * 8)).to.be.within(0.85, 1.15);
    expect([profile.kind, profile.unit]).to.deep.equal(['alloc-bytes', 'bytes']);
  });

  describe('a recording in several parts', () => {
    let injectDir = '';
    before(() => {
      injectDir = join(root, 'inject');
      cpSync('src/collect/inject/node', join(injectDir, 'node'), { recursive: true });
      const recorder = join(injectDir, 'node/recorder.cjs');
      const text = readFileSync(recorder, 'utf8');
      const hurried = text.replace('firstPartMs = 2000', 'firstPartMs = 25').replace('costFactor = 20', 'costFactor = 0');
      expect(hurried).not.to.equal(text);
      writeFileSync(recorder, hurried);
    });

    it('is put together without losing time', async () => {
      const run = await record(nodeCpu, 'node wait.mjs', { injectDir });
      expect([run.code, codes(run)]).to.deep.equal([0, []]);
      const parts = readdirSync(run.dir).filter((file) => /^cpu-\d+-0-\d+(-last)?\.json$/.test(file)).sort((a, b) => a.localeCompare(b, 'en', { numeric: true })).map((file) => readJson<CpuProfile>(join(run.dir, file)));
      expect(parts.length).to.be.greaterThan(1);
      const merged = readJson<CpuProfile>(run.files[0]?.path as string);
      const expected = new Map<string, number>();
      for (const part of parts) for (const [name, time] of selfTimes(part)) expected.set(name, (expected.get(name) ?? 0) + time);
      const gaps = parts.slice(1).reduce((sum, part, i) => sum + part.startTime + (part.timeDeltas[0] as number) - (parts[i] as CpuProfile).endTime, 0);
      expected.set('(program)', (expected.get('(program)') ?? 0) + gaps);
      expect(Object.fromEntries(selfTimes(merged))).to.deep.equal(Object.fromEntries(expected));
      const { profiles } = await importBytes(cpuprofileImporter, readFileSync(run.files[0]?.path as string));
      expect(profileTotal(profiles[0] as StackProfile)).to.equal((parts.at(-1) as CpuProfile).endTime - (parts[0] as CpuProfile).startTime - (parts[0] as CpuProfile).timeDeltas[0]!);
    });

    it('keeps what was there when the program was killed', async () => {
      const run = await record(nodeCpu, 'exec node -e "setTimeout(() => process.kill(process.pid, 9), 120)"', { injectDir });
      expect([run.signal ?? run.code, run.files.length, codes(run)]).to.deep.equal(['SIGKILL', 1, ['cut-profile']]);
    });

    it('adds allocations up', async () => {
      const run = await record(nodeHeap, 'node -e "let i = 0, kept; setTimeout(function next() { kept = new Array(12500).fill(1.5); if (++i < 300) setImmediate(next); }, 10)"', { injectDir });
      const parts = readdirSync(run.dir).filter((name) => /^heap-.*\.json$/.test(name)).map((name) => readJson<HeapProfile>(join(run.dir, name)));
      expect(parts.length).to.be.greaterThan(1);
      const merged = readJson<HeapProfile>(run.files[0]?.path as string);
      const sizes = (files: HeapProfile[]): number => files.flatMap(({ samples }) => samples).reduce((sum, { size }) => sum + size, 0);
      expect([merged.perfReport, sizes([merged])]).to.deep.equal([{ collected: true, samples: parts.flatMap(({ samples }) => samples).length }, sizes(parts)]);
      const { profiles } = await importBytes(heapprofileImporter, readFileSync(run.files[0]?.path as string));
      const selfSizes = parts.map((part) => [...JSON.stringify(part).matchAll(/"selfSize":(\d+)/g)].reduce((sum, [, size]) => sum + Number(size), 0));
      expect(profileTotal(profiles[0] as StackProfile)).to.equal(selfSizes.reduce((sum, size) => sum + size, 0));
      expect(profileTotal(profiles[0] as StackProfile) / (300 * 12_500 * 8)).to.be.within(0.8, 1.3);
    });
  });

  it('keeps the way a program ends, and its profile', async () => {
    const names = ['signal.mjs', 'listener.mjs', 'throw.mjs', 'kill.mjs', 'remove.cjs'];
    const runs = await Promise.all(names.map((name) => record(nodeCpu, `exec node ${name}`)));
    expect(runs.map(({ code, signal, files, notes }) => [signal ?? code, files.length, notes.map((note) => note.code)])).to.deep.equal([
      ['SIGTERM', 1, []],
      [9, 1, []],
      [1, 1, []],
      ['SIGKILL', 0, ['no-profile']],
      [0, 0, ['no-profile']],
    ]);
    expect(runs.map(({ stdout }) => stdout)).to.deep.equal(['', '', '', '', 'gone\n']);
    expect(runs[3]?.notes[0]?.text).to.match(/^kill\.mjs, process \d+ ended without a profile: killed/);
  });

  it('adds itself where a command sets NODE_OPTIONS, and to nothing else', async () => {
    const context = await contextOf('', 'src/collect/inject');
    const run = await record(nodeCpu, `NODE_OPTIONS='--title="it is" --no-warnings' node -p process.title NODE_OPTIONS=x; export NODE_OPTIONS="--no-warnings $NODE_OPTIONS"; node -p 1`);
    expect([run.stdout, run.files.length]).to.deep.equal(['it is\n1\n', 2]);
    const { command } = await nodeCpu.prepare({ command: 'echo NODE_OPTIONS=1', env }, mkdtempSync(join(root, 'echo')), context);
    expect(command).to.equal('echo NODE_OPTIONS=1');
  });

  it('prints nothing with frozen intrinsics and many listeners', async () => {
    const [plain, profiled] = await Promise.all([record({ ...nodeCpu, prepare: (command) => Promise.resolve(command) }, 'node --frozen-intrinsics --no-warnings listeners.cjs'), record(nodeCpu, 'node --frozen-intrinsics --no-warnings listeners.cjs')]);
    expect([profiled.code, profiled.stdout, profiled.stderr, profiled.files.length]).to.deep.equal([0, 'true\n', plain.stderr, 1]);
    expect(codes(plain)).to.deep.equal(['no-profile']);
  });

  it('keeps 20 profiles, package managers last, and tells of the rest', async () => {
    const dir = join(root, 'many');
    mkdirSync(dir);
    const part = (endTime: number): string => JSON.stringify({ nodes: [{ id: 1, callFrame: { functionName: '(root)' } }], startTime: 0, endTime, samples: [1], timeDeltas: [0] });
    for (let i = 1; i <= 22; i++) {
      writeFileSync(join(dir, `cpu-${i}-0.started`), i === 22 ? 'npm-cli.js' : 'x.js');
      writeFileSync(join(dir, `cpu-${i}-0-1-last.json`), i === 3 ? '{"nodes":' : i === 4 ? '{"nodes":[],"samples":[1]}' : part(i));
    }
    writeFileSync(join(dir, 'problem-cpu-9-1.txt'), 'Profiler.start: no\n');
    const { files, notes } = await nodeCpu.collect(dir, await contextOf('node x', 'src/collect/inject'));
    expect(files.map(({ path }) => Number(basename(path).split('-')[1]))).to.deep.equal([21, 20, 19, 18, 17, 16, 15, 14, 13, 12, 11, 10, 9, 8, 7, 6, 5, 2, 1, 22]);
    expect(notes.map(({ code }) => code)).to.deep.equal(['node-problem', 'broken-profile', 'broken-profile', 'several-threads']);
  });

  it('is tried out before it is used', async () => {
    const probes = await Promise.all(
      [contextOf('node x.js', 'src/collect/inject'), contextOf('node --experimental-permission x.js', 'src/collect/inject'), contextOf('node x.js', 'src/collect/inject', { PATH: '/nowhere' })].map(async (context) => nodeCpu.probe(await context)),
    );
    expect(probes[0]).to.deep.equal({ works: true, version: `Node.js ${process.versions.node}` });
    expect(probes.slice(1).map((probe) => (probe.works ? '' : probe.reason))).to.satisfy(([permission, missing]: string[]) => /permission model/.test(permission as string) && /does not run/.test(missing as string));
  });
});
