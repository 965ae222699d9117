import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { reconstructStacks, type Reconstruction } from '../../../src/core/analysis/reconstruct.ts';
import { prunedFrameName } from '../../../src/core/model/frames.ts';
import { importLimits } from '../../../src/core/limits.ts';
import type { CallGraphProfile } from '../../../src/core/model/profile.ts';
import { pstatsImporter } from '../../../src/importers/pstats.ts';

type Edge = [caller: string, callee: string, total: number, calls?: number];

interface Drawing {
  /** Own time by function, in table order. */
  readonly self: Record<string, number>;
  readonly edges: readonly Edge[];
  /** Inclusive time where it matters. */
  readonly total?: Record<string, number>;
  readonly timesKnown?: boolean;
}

function draw({ self, edges, total = {}, timesKnown = true }: Drawing): CallGraphProfile {
  const names = Object.keys(self);
  return graphOf(
    names,
    names.map((name) => self[name] as number),
    names.map((name) => total[name] ?? (self[name] as number)),
    edges.map(([caller, callee, seconds, calls]) => [names.indexOf(caller), names.indexOf(callee), seconds, calls ?? 1]),
    timesKnown,
  );
}

function graphOf(names: string[], self: ArrayLike<number>, total: ArrayLike<number>, edges: [number, number, number, number][], timesKnown = true): CallGraphProfile {
  const zeros = (length: number): Float64Array => new Float64Array(length);
  return {
    shape: 'call-graph',
    title: 'drawn',
    kind: 'wall',
    unit: 'seconds',
    semantics: 'deterministic',
    thread: null,
    frames: { length: names.length, name: names, file: names.map(() => 'a.py'), line: names.map(() => 1) },
    frameLine: 'definition',
    lineCosts: null,
    sampleCount: null,
    durationSeconds: null,
    startedAt: null,
    notes: [],
    graph: {
      self: Float64Array.from(self),
      total: Float64Array.from(total),
      calls: zeros(names.length).fill(1),
      primitiveCalls: zeros(names.length).fill(1),
      edges: {
        caller: Uint32Array.from(edges, (edge) => edge[0]),
        callee: Uint32Array.from(edges, (edge) => edge[1]),
        calls: Float64Array.from(edges, (edge) => edge[3]),
        primitiveCalls: Float64Array.from(edges, (edge) => edge[3]),
        self: zeros(edges.length),
        total: Float64Array.from(edges, (edge) => (timesKnown ? edge[2] : 0)),
        timesKnown,
      },
    },
  };
}

/** Weights by stack, written root first as "main;work". */
function stacksOf({ profile }: Reconstruction): Record<string, number> {
  const { stacks, samples, frames } = profile;
  const path: string[] = [''];
  for (let node = 1; node < stacks.length; node++) {
    const parent = stacks.parent[node] as number;
    expect(parent, 'parents come first').to.be.below(node);
    const name = frames.name[stacks.frame[node] as number] as string;
    path[node] = parent === 0 ? name : `${path[parent] as string};${name}`;
  }
  const weights: Record<string, number> = {};
  samples.stack.forEach((stack, row) => {
    expect(weights, 'one node per stack').not.to.have.property(path[stack] as string);
    weights[path[stack] as string] = samples.weight[row] as number;
  });
  return weights;
}

function sum(values: Iterable<number>): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}

function expectStacks(found: Record<string, number>, expected: Record<string, number>): void {
  expect(Object.keys(found)).to.have.members(Object.keys(expected));
  for (const [stack, weight] of Object.entries(expected)) expect(found[stack], stack).to.be.closeTo(weight, 1e-12);
}

function selfByFrame({ profile }: Reconstruction): Float64Array {
  const self = new Float64Array(profile.frames.length);
  profile.samples.stack.forEach((stack, row) => {
    const frame = profile.stacks.frame[stack] as number;
    self[frame] = (self[frame] as number) + (profile.samples.weight[row] as number);
  });
  return self;
}

function expectConserved(profile: CallGraphProfile, result: Reconstruction): void {
  const total = sum(profile.graph.self);
  const weights = result.profile.samples.weight;
  expect(weights.every((weight) => weight >= 0), 'no negative weight').to.equal(true);
  const found = sum(weights);
  expect(Math.abs(found - total)).to.be.at.most(total * 1e-9);
}

function largest(self: ArrayLike<number>, count: number): number[] {
  return Array.from(self, (_, frame) => frame).sort((a, b) => (self[b] as number) - (self[a] as number) || a - b).slice(0, count);
}

describe('reconstructStacks', () => {
  it('splits a shared function by the time under each caller', () => {
    // main calls cheap and dear; both call shared, which spends 1 s under cheap and 3 s under dear.
    const result = reconstructStacks(draw({
      self: { main: 1, cheap: 2, dear: 2, shared: 3, leaf: 1 },
      edges: [['main', 'cheap', 3], ['main', 'dear', 5], ['cheap', 'shared', 1], ['dear', 'shared', 3], ['shared', 'leaf', 1]],
    }), { cutShare: 0 });
    expectStacks(stacksOf(result), {
      main: 1,
      'main;cheap': 2,
      'main;dear': 2,
      'main;cheap;shared': 0.75,
      'main;dear;shared': 2.25,
      'main;cheap;shared;leaf': 0.25,
      'main;dear;shared;leaf': 0.75,
    });
    expect(result.prunedShare).to.equal(0);
    expect(result.profile.semantics).to.equal('reconstructed');
    expect(result.profile.frames.name).to.deep.equal(['main', 'cheap', 'dear', 'shared', 'leaf', prunedFrameName]);
  });

  it('splits by calls where the file has no times, and equally where it has neither', () => {
    const edges: Edge[] = [['main', 'a', 9, 1], ['main', 'b', 9, 1], ['a', 'leaf', 0, 1], ['b', 'leaf', 0, 3]];
    const self = { main: 0, a: 0, b: 0, leaf: 4 };
    expectStacks(stacksOf(reconstructStacks(draw({ self, edges, timesKnown: false }))), { 'main;a;leaf': 1, 'main;b;leaf': 3 });
    expectStacks(stacksOf(reconstructStacks(draw({ self, edges }))), { 'main;a;leaf': 1, 'main;b;leaf': 3 });
    const unknown = edges.map(([caller, callee]): Edge => [caller, callee, 0, -1]);
    expectStacks(stacksOf(reconstructStacks(draw({ self, edges: unknown, timesKnown: false }))), { 'main;a;leaf': 2, 'main;b;leaf': 2 });
  });

  it('makes every function a root where there are no edges', () => {
    expectStacks(stacksOf(reconstructStacks(draw({ self: { a: 1, b: 2, idle: 0 }, edges: [] }))), { a: 1, b: 2 });
  });

  it('shows direct recursion once', () => {
    const result = reconstructStacks(draw({ self: { main: 1, walk: 5 }, edges: [['main', 'walk', 5], ['walk', 'walk', 4, 99]] }));
    expectStacks(stacksOf(result), { main: 1, 'main;walk': 5 });
  });

  it('breaks mutual recursion where it closes', () => {
    const result = reconstructStacks(draw({
      self: { main: 1, even: 2, odd: 3 },
      edges: [['main', 'even', 5], ['even', 'odd', 4], ['odd', 'even', 3.5]],
    }));
    expectStacks(stacksOf(result), { main: 1, 'main;even': 2, 'main;even;odd': 3 });
  });

  it('starts at the heaviest function of a cycle that nothing calls', () => {
    const result = reconstructStacks(draw({
      self: { helper: 1, exec: 2, leaf: 1 },
      total: { helper: 2, exec: 4, leaf: 1 },
      edges: [['exec', 'helper', 2], ['helper', 'exec', 2], ['helper', 'leaf', 1]],
    }));
    expectStacks(stacksOf(result), { exec: 2, 'exec;helper': 1, 'exec;helper;leaf': 1 });
  });

  it('enters a cycle by its heaviest edge', () => {
    // From a, the heavy edge leads to c first, so c calls b and the edge from b to c is the one that is broken.
    const result = reconstructStacks(draw({
      self: { a: 0, b: 1, c: 1 },
      edges: [['a', 'b', 1], ['a', 'c', 3], ['b', 'c', 1], ['c', 'b', 1]],
    }));
    expectStacks(stacksOf(result), { 'a;b': 0.5, 'a;c': 1, 'a;c;b': 0.5 });
  });

  it('adds up several edges of one pair', () => {
    const result = reconstructStacks(draw({
      self: { main: 1, a: 0, leaf: 4 },
      edges: [['main', 'leaf', 1], ['main', 'a', 2], ['main', 'leaf', 1], ['a', 'leaf', 2]],
    }));
    expectStacks(stacksOf(result), { main: 1, 'main;leaf': 2, 'main;a;leaf': 2 });
  });

  it('puts what is below the cut into "(pruned)" children, roots too', () => {
    const result = reconstructStacks(draw({
      self: { main: 10, small: 0.5, tiny: 0.25, big: 80, disable: 0.25 },
      edges: [['main', 'big', 80], ['main', 'small', 0.5], ['big', 'tiny', 0.25]],
    }), { cutShare: 0.01 });
    expectStacks(stacksOf(result), { main: 10, 'main;big': 80, 'main;(pruned)': 0.5, 'main;big;(pruned)': 0.25, '(pruned)': 0.25 });
    expect(result.prunedShare).to.be.closeTo(1 / 91, 1e-12);
  });

  it('gives an empty tree for a table without any time', () => {
    const result = reconstructStacks(draw({ self: { a: 0, b: 0 }, edges: [['a', 'b', 0]] }));
    expect(stacksOf(result)).to.deep.equal({});
    expect(result.prunedShare).to.equal(0);
  });

  it('walks a chain of 100,000 calls', () => {
    const depth = 100_000;
    const names = Array.from({ length: depth }, (_, f) => `f${f}`);
    const edges = Array.from({ length: depth - 1 }, (_, f): [number, number, number, number] => [f, f + 1, depth - f - 1, 1]);
    const profile = graphOf(names, new Float64Array(depth).fill(1), names.map((_, f) => depth - f), edges);
    const result = reconstructStacks(profile, { cutShare: 0 });
    expect(result.profile.stacks.length).to.equal(depth + 1);
    expect(result.prunedShare).to.equal(0);
    expectConserved(profile, result);
  });

  it('breaks a circle of 100,000 functions once', () => {
    const depth = 100_000;
    const names = Array.from({ length: depth }, (_, f) => `f${f}`);
    const edges = names.map((_, f): [number, number, number, number] => [f, (f + 1) % depth, 1, 1]);
    const profile = graphOf(names, new Float64Array(depth).fill(1), new Float64Array(depth).fill(depth), edges);
    const result = reconstructStacks(profile, { cutShare: 0 });
    expect(result.profile.stacks.length).to.equal(depth + 1);
    expectConserved(profile, result);
  });

  it('bounds a tree that doubles at every level', () => {
    // 60 levels of two functions, each calling both of the next level: 2^60 paths.
    const names = Array.from({ length: 120 }, (_, f) => `f${f}`);
    const edges = names.slice(0, 118).flatMap((_, f): [number, number, number, number][] => {
      const below = (Math.floor(f / 2) + 1) * 2;
      return [[f, below, 1, 1], [f, below + 1, 1, 1]];
    });
    const profile = graphOf(names, new Float64Array(120).fill(1), new Float64Array(120).fill(1), edges);
    for (const cutShare of [0, 1e-9, 1e-4]) {
      const result = reconstructStacks(profile, { cutShare });
      expect(result.profile.stacks.length).to.be.below(700_000);
      expect(result.prunedShare).to.be.within(0.01, 0.99);
      expectConserved(profile, result);
    }
  });

  it('leaves out the deepest calls of a chain that is longer than a tree may be', () => {
    const depth = 400_000;
    const names = Array.from({ length: depth }, (_, f) => `f${f}`);
    const edges = Array.from({ length: depth - 1 }, (_, f): [number, number, number, number] => [f, f + 1, 1, 1]);
    const profile = graphOf(names, new Float64Array(depth).fill(1), new Float64Array(depth).fill(1), edges);
    const result = reconstructStacks(profile);
    expect(result.prunedShare).to.be.closeTo(0.25, 0.01);
    expectConserved(profile, result);
  });

  it('stays fast where a function with 100,000 callees is called from 5,000 places', () => {
    const names = Array.from({ length: 105_002 }, (_, f) => `f${f}`);
    const edges: [number, number, number, number][] = [];
    for (let caller = 0; caller < 5_000; caller++) edges.push([0, caller + 2, 1, 1], [caller + 2, 1, 1, 1]);
    for (let callee = 0; callee < 100_000; callee++) edges.push([1, 5_002 + callee, 1, 1]);
    const profile = graphOf(names, new Float64Array(names.length).fill(1), new Float64Array(names.length).fill(1), edges);
    const start = process.cpuUsage();
    const result = reconstructStacks(profile);
    expect(process.cpuUsage(start).user / 1e6, 'CPU seconds').to.be.below(3);
    expectConserved(profile, result);
  });

  describe('on recordings', () => {
    const folder = fileURLToPath(new URL('../../fixtures/pstats/', import.meta.url));
    const recordings = (readdirSync(folder, { recursive: true }) as string[]).filter((path) => path.endsWith('.stats')).sort();

    for (const path of recordings) {
      it(`conserves the total and the ten largest functions of ${path}`, async () => {
        const bytes = readFileSync(folder + path);
        const source = { name: path, size: bytes.length, bytes: () => Promise.resolve(bytes), chunks: () => { throw new Error('not used'); } };
        const profile = (await pstatsImporter.read(source, importLimits)).profiles[0];
        if (profile?.shape !== 'call-graph') throw new Error('expected a call graph');
        const result = reconstructStacks(profile);
        expectConserved(profile, result);
        expect(result.prunedShare).to.be.below(0.05);
        const self = selfByFrame(result);
        const total = sum(profile.graph.self);
        const pruned = profile.frames.length;
        expect(result.profile.frames.name[pruned]).to.equal(prunedFrameName);
        expect(self[pruned]).to.be.closeTo(result.prunedShare * total, total * 1e-12);
        expect(largest(self.subarray(0, pruned), 10)).to.deep.equal(largest(profile.graph.self, 10));
        for (let frame = 0; frame < pruned; frame++) {
          expect(self[frame]).to.be.at.most((profile.graph.self[frame] as number) * (1 + 1e-9) + 1e-15);
        }
        const uncut = selfByFrame(reconstructStacks(profile, { cutShare: 0 }));
        for (let frame = 0; frame < pruned; frame++) {
          expect(uncut[frame], profile.frames.name[frame]).to.be.closeTo(profile.graph.self[frame] as number, total * 1e-9);
        }
      });
    }
  });
});
