import { expect } from 'chai';
import { matchAnonymous } from '../../../../src/core/analysis/compare/anonymous.ts';
import { compareProfiles } from '../../../../src/core/analysis/compare/compare-profiles.ts';
import type { ProfileComparison } from '../../../../src/core/model/comparison.ts';
import type { Profile } from '../../../../src/core/model/profile.ts';
import { FrameTableBuilder } from '../../../../src/core/model/frames.ts';
import { deepProfile, profileFromStacks } from '../../../helpers/stacks.ts';
import { graphFromEdges } from './call-graph.ts';

const options = { roots: [], top: 0, readSource: () => null };
const side = (profiles: readonly Profile[], name: string) => profiles.map((profile, run) => ({ file: `${name}-${run}`, format: 'drawn', profile }));

function compare(base: readonly Profile[], head: readonly Profile[]): ProfileComparison {
  const { comparisons } = compareProfiles(side(base, 'base'), side(head, 'head'), options);
  expect(comparisons).to.have.length(1);
  return comparisons[0]!;
}

const plain = (text: string) => text.replaceAll('\u00a0', ' ');

describe('compareProfiles of call graphs', () => {
  const base = graphFromEdges(`
    > main(a.py:1) 1 1
    main(a.py:1) > load(a.py:5) 10 1
    main(a.py:1) > tag(a.py:9) 100 1
    tag(a.py:9) > parse(a.py:20) 200 2
    parse(a.py:20) > <built-in method len> 400 0.4
    parse(a.py:20) > clean(a.py:30) 200 2`);

  it('leads with the function whose calls multiplied while its caller did not, however heavy those below it are', () => {
    const head = graphFromEdges(`
      > main(a.py:1) 1 1
      main(a.py:1) > load(a.py:6) 10 1
      main(a.py:1) > tag(a.py:10) 240 2.4
      tag(a.py:10) > parse(a.py:21) 480 4.8
      parse(a.py:21) > <built-in method len> 960 0.96
      parse(a.py:21) > clean(a.py:31) 480 4.8`);
    const { worse, better, sentence, functionCount } = compare([base], [head]);
    expect(worse.map(({ name }) => name)).to.deep.equal(['tag', 'parse', 'clean', '<built-in method len>']);
    expect(better).to.deep.equal([]);
    expect(functionCount).to.equal(6);
    expect(plain(sentence)).to.equal('tag was called 2.4 times as often (100 → 240) at the same cost per call: 100 % of the slowdown');
    const [tag, parse] = worse;
    expect(tag).to.include({ why: 'more-work', callsBase: 100, callsHead: 240, significant: false, z: null, owner: 'own' });
    expect(tag!.caller).to.deep.include({ name: 'main', callsBase: 100, callsHead: 240 });
    expect(parse!.moreWork! + parse!.dearerCalls! + parse!.interaction!).to.be.closeTo(2.8, 1e-9);
    expect(parse!.moreWork).to.be.closeTo(2.8, 1e-9);
  });

  it('tells dearer calls, and charges a builtin to the own function that makes it cost more', () => {
    const head = graphFromEdges(`
      > main(a.py:1) 1 1
      main(a.py:1) > load(a.py:5) 10 1
      main(a.py:1) > tag(a.py:9) 100 1
      tag(a.py:9) > parse(a.py:20) 200 2
      parse(a.py:20) > <built-in method len> 400 4.4
      parse(a.py:20) > clean(a.py:30) 200 2`);
    const { worse, sentence } = compare([base], [head]);
    expect(worse[0]).to.include({ name: 'parse', why: 'dearer-calls', selfBase: 2, selfHead: 2 });
    expect(worse[0]!.share).to.be.closeTo(1, 1e-9);
    expect(plain(sentence)).to.equal(
      'parse was called about as often, but each call costs 2.7 times as much (12 ms → 32 ms), mostly in <built-in method len>, which it calls: 100 % of the slowdown',
    );
  });

  it('leaves with the builtin what grew for all its callers alike', () => {
    const drawing = (cost: number) => graphFromEdges(`
      > main(a.py:1) 1 1
      main(a.py:1) > a(a.py:5) 10 1
      main(a.py:1) > b(a.py:9) 10 1
      main(a.py:1) > c(a.py:19) 10 1
      a(a.py:5) > <built-in method len> 400 ${cost}
      b(a.py:9) > <built-in method len> 400 ${cost}
      c(a.py:19) > <built-in method len> 400 ${cost}`);
    expect(compare([drawing(1)], [drawing(3)]).worse[0]).to.include({ name: '<built-in method len>', owner: 'runtime' });
  });

  it('tells a new and a gone function, and a renamed one by its neighbours and cost', () => {
    const head = graphFromEdges(`
      > main(a.py:1) 1 1
      main(a.py:1) > fetch(a.py:5) 10 4
      main(a.py:1) > tag(a.py:9) 100 1
      tag(a.py:9) > read(a.py:20) 200 2.2
      read(a.py:20) > <built-in method len> 400 0.4
      read(a.py:20) > clean(a.py:30) 200 2`);
    const { worse, better } = compare([base], [head]);
    const read = worse.find(({ name }) => name === 'read');
    expect(read!.before).to.deep.equal({ name: 'parse', file: 'a.py' });
    expect(read).to.include({ selfBase: 2, selfHead: 2.2, callsBase: 200, callsHead: 200 });
    expect(worse[0]).to.include({ name: 'fetch', why: 'new', selfBase: 0, selfHead: 4 });
    expect(better.map(({ name, why }) => [name, why])).to.deep.equal([['load', 'gone']]);
  });

  it('follows a function into another file', () => {
    const moved = (file: string) => graphFromEdges(`
      > main(a.py:1) 1 1
      main(a.py:1) > clean(${file}:5) 10 4`);
    const { worse, better } = compare([moved('a.py')], [moved('b.py')]);
    expect([...worse, ...better]).to.deep.equal([]);
    const dearer = graphFromEdges('> main(a.py:1) 1 1\nmain(a.py:1) > clean(b.py:5) 10 8');
    expect(compare([moved('a.py')], [dearer]).worse[0]).to.deep.include({ name: 'clean', before: { name: 'clean', file: 'a.py' }, selfBase: 4 });
  });

  it('finds the machine behind a slowdown of everything', () => {
    const slower = { ...base, graph: { ...base.graph, self: base.graph.self.map((value, i) => value * (1.3 + i / 1000)) } };
    const { uniform, sentence } = compare([base], [slower]);
    expect(uniform).to.be.closeTo(1.3, 0.01);
    expect(sentence).to.match(/^Everything takes 1\.3 times as long/);
    expect(compare([base], [base])).to.include({ uniform: null });
  });

  it('takes several profiles of a side as its runs; what comes and goes between them is never significant', () => {
    const noisy = (scale: number, parse: number, odd: number) => graphFromEdges(`
      > main(a.py:1) 1 ${scale}
      main(a.py:1) > load(a.py:5) 10 ${scale * 1.01}
      main(a.py:1) > tag(a.py:9) 100 ${scale * 0.99}
      main(a.py:1) > save(a.py:12) 100 ${scale * 0.98}
      main(a.py:1) > rank(a.py:15) 100 ${scale * 1.02}${odd > 0 ? `\nmain(a.py:1) > flush(a.py:60) 1 ${odd}` : ''}
      tag(a.py:9) > parse(a.py:20) 200 ${scale * parse}`);
    const before = [noisy(1, 2, 0), noisy(1.02, 2.01, 3), noisy(0.97, 1.99, 0)];
    const after = [noisy(1.3, 3, 0), noisy(1.28, 3.02, 0), noisy(1.33, 2.98, 4)];
    const { worse, baseFiles } = compare(before, after);
    expect(baseFiles).to.deep.equal(['base-0', 'base-1', 'base-2']);
    expect(worse[0]).to.include({ name: 'parse', why: 'dearer-calls', significant: true });
    expect(worse.filter(({ significant }) => significant).map(({ name }) => name)).to.deep.equal(['parse']);
    expect(worse.find(({ name }) => name === 'flush')).to.include({ significant: false });
    // Equal code, the second side on a busier machine: nobody.
    const again = compare(before, [noisy(1.5, 2.01, 0), noisy(1.47, 1.98, 3), noisy(1.52, 2, 0)]);
    expect(again.worse.filter(({ significant }) => significant)).to.deep.equal([]);
  });
});

describe('compareProfiles of anonymous functions', () => {
  const base = graphFromEdges(`
    > parse(a.py:1) 5 0.5
    > render(a.py:12) 5 0.1
    parse(a.py:1) > helper(a.py:8) 1000 0.2
    render(a.py:12) > <built-in method sum> 5 0.08
    <built-in method sum> > <genexpr>(a.py:13) 505 0.4`);
  const head = (calls = 505) => graphFromEdges(`
    > parse(a.py:1) 5 0.5
    > render(a.py:12) 5 0.1
    parse(a.py:1) > helper(a.py:8) 1000 1.2
    helper(a.py:8) > <built-in method sum> 1000 1.4
    render(a.py:12) > <built-in method sum> 5 0.08
    <built-in method sum> > <genexpr>(a.py:9) 6400 2.8
    <built-in method sum> > <genexpr>(a.py:13) ${calls} 0.38`);
  const generators = ({ worse, better }: ProfileComparison) =>
    [...worse, ...better].filter(({ name }) => name === '<genexpr>').map(({ line, why, callsBase, callsHead, selfBase, selfHead }) => [line, why, callsBase, callsHead, selfBase, selfHead]);

  it('charges a new one to the function around it and merges it with no other', () => {
    const comparison = compare([base], [head()]);
    const [lead] = comparison.worse;
    expect(lead).to.include({ name: 'helper', why: 'dearer-calls', callsBase: 1000, callsHead: 1000, selfBase: 0.2, selfHead: 1.2 });
    // The own second, 1.4 s of sum and 2.8 s of the generator, of a whole that went from 1.28 s to 6.46 s.
    expect(lead!.share).to.be.closeTo(5.2 / 5.18, 1e-9);
    expect(plain(comparison.sentence)).to.equal(
      'helper was called about as often, but each call costs 27 times as much (200 µs → 5.4 ms), mostly in <genexpr>, which it calls: 100 % of the slowdown',
    );
    expect(generators(comparison)).to.deep.equal([[9, 'new', 0, 6400, 0, 2.8], [13, 'cheaper-calls', 505, 505, 0.4, 0.38]]);
    const sum = comparison.worse.find(({ name }) => name === '<built-in method sum>');
    expect(sum).to.include({ why: 'more-work', callsBase: 5, callsHead: 1005 });
  });

  it('matches the counts that agree best, in either direction and over several runs', () => {
    expect(generators(compare([base], [head(600)]))).to.deep.include.members([[9, 'new', 0, 6400, 0, 2.8], [13, 'cheaper-calls', 505, 600, 0.4, 0.38]]);
    const back = generators(compare([head(), head()], [base, base, base]));
    expect(back.map(([line, why, before, after]) => [line, why, before, after])).to.deep.equal([[13, 'dearer-calls', 505, 505], [9, 'gone', 6400, 0]]);
  });

  it('matches 20,000 of one name in little time', () => {
    const many = (count: number, step: number) => Array.from({ length: count }, (_, i) => ({ line: i * step, calls: i % 5, self: 1, within: '' }));
    const began = process.cpuUsage();
    const { base: before, head: after, count } = matchAnonymous([many(20_000, 1), many(20_000, 0)], [many(10_000, 2), many(19_999, 0)]);
    expect(process.cpuUsage(began).user / 1e6).to.be.lessThan(1);
    for (const numbers of [...before, ...after]) {
      expect(new Set(numbers).size).to.equal(numbers.length);
      expect(Math.max(...numbers)).to.be.lessThan(count);
    }
  });

  it('leaves what a file calls at its top level where it is', () => {
    const script = (self: number) => graphFromEdges(`
      > <module>(a.py:1) 1 0.1
      <module>(a.py:1) > helper(a.py:2) 10 1
      <module>(a.py:1) > <lambda>(a.py:9) 10 ${self}`);
    expect(compare([script(1)], [script(5)]).worse[0]).to.include({ name: '<lambda>', why: 'dearer-calls' });
  });
});

describe('compareProfiles of exact calls in noisy times', () => {
  const run = (pace: number, calls: number, tag: number) => graphFromEdges(`
    > main(a.py:1) 1 ${pace}
    main(a.py:1) > load(a.py:5) 10 ${pace * 2}
    main(a.py:1) > save(a.py:15) 10 ${pace * 2.02}
    main(a.py:1) > rank(a.py:25) 10 ${pace * 1.98}
    main(a.py:1) > sort(a.py:35) 10 ${pace}
    main(a.py:1) > tag(a.py:45) ${calls} ${pace * tag}`);

  it('leads with multiplied calls though the whole fell, and gives no share of that', () => {
    for (const pace of [0.99, 0.4]) {
      const { sentence, worse, totalBase, totalHead } = compare([run(1, 2010, 0.1), run(1.02, 2010, 0.1)], [run(pace * 0.97, 4474, 0.2226), run(pace * 0.99, 4474, 0.2226)]);
      expect(totalHead).to.be.lessThan(totalBase);
      expect(plain(sentence)).to.equal('tag was called 2.2 times as often (2,010 → 4,474) at the same cost per call');
      expect(worse[0]).to.include({ name: 'tag', why: 'more-work', callsBase: 2010, callsHead: 4474 });
    }
  });

  it('names nobody for calls that differ between the runs of a side, or weigh nothing', () => {
    const quiet = /^No function stands out/;
    expect(compare([run(1, 2010, 0.1), run(1.02, 4400, 0.1)], [run(0.97, 4474, 0.1), run(0.99, 2030, 0.1)]).sentence).to.match(quiet);
    expect(compare([run(1, 2, 0.0001), run(1.02, 2, 0.0001)], [run(0.97, 20, 0.001), run(0.99, 20, 0.001)]).sentence).to.match(quiet);
  });

  it('leaves the lead to a larger real change', () => {
    const quicker = (pace: number) => graphFromEdges(`
      > main(a.py:1) 1 ${pace}
      main(a.py:1) > load(a.py:5) 10 ${pace * 0.6}
      main(a.py:1) > save(a.py:15) 10 ${pace * 2.02}
      main(a.py:1) > rank(a.py:25) 10 ${pace * 1.98}
      main(a.py:1) > sort(a.py:35) 10 ${pace}
      main(a.py:1) > tag(a.py:45) 4474 ${pace * 0.2}`);
    expect(compare([run(1, 2010, 0.1), run(1.01, 2010, 0.1)], [quicker(1), quicker(0.99)]).sentence).to.match(/^load was called about as often, but each call costs 0\.3 times/);
  });
});

describe('compareProfiles of stacks', () => {
  const facts = { sampleCount: 3000, semantics: 'sampled' } as const;
  const drawn = (decode: number, sleep: number) => profileFromStacks(`
    main(a.py:1) > decode(a.py:9)                  ${decode}
    main(a.py:1) > decode(a.py:9) > <built-in method time.sleep>  ${sleep}
    main(a.py:1) > rank(a.py:20)                   10
    main(a.py:1) > save(a.py:30)                   10`, facts);

  it('counts samples for the error of one run, and charges waiting to the own function that waits', () => {
    const { worse, sentence } = compare([drawn(10, 1)], [drawn(10, 20)]);
    expect(worse[0]).to.include({ name: 'decode', why: 'unknown', callsBase: null, callsHead: null });
    expect(worse[1]).to.include({ name: '<built-in method time.sleep>', waiting: true, significant: true });
    // z = change / sqrt(head T/N + base T/N): 31 and 50 seconds over 3,000 samples each.
    expect(worse[1]!.z).to.be.closeTo(19 / Math.sqrt((20 * 50) / 3000 + (1 * 31) / 3000), 1e-9);
    expect(plain(sentence)).to.equal('decode changed (11 s → 30 s), mostly in <built-in method time.sleep>, which it calls: 100 % of the slowdown');
  });

  it('gives lines with their costs where the format knows them', () => {
    const lines = (cost: number) => profileFromStacks(`main(a.py:1) > tag(a.py:3) 2\nmain(a.py:1) > tag(a.py:4) ${cost}`, { ...facts, frameLine: 'executing' });
    const { comparisons } = compareProfiles(side([lines(5)], 'base'), side([lines(9)], 'head'), { ...options, readSource: () => ['', '', 'x = 1', 'y = slow(x)'] });
    expect(comparisons[0]!.worse[0]!.lines).to.deep.equal([{ line: 4, base: 5, head: 9, text: 'y = slow(x)' }]);
  });

  it('does not compare sampled with exact profiles', () => {
    const { comparisons, limits } = compareProfiles(side([drawn(1, 1)], 'base'), side([graphFromEdges('> main 1 1')], 'head'), options);
    expect(comparisons).to.deep.equal([]);
    expect(limits.map(({ code }) => code)).to.deep.equal(['not-compared', 'not-compared']);
  });

  it('takes deep stacks, empty profiles, hostile names and 100,000 functions', () => {
    const deep = deepProfile(5_000);
    expect(compare([deep], [deep]).worse).to.deep.equal([]);
    const empty = profileFromStacks('main 0', facts);
    for (const pair of [[empty, empty], [empty, deep], [deep, empty]] as const) {
      const text = JSON.stringify(compare([pair[0]], [pair[1]]));
      expect(text).not.to.match(/NaN|Infinity/);
    }
    const frames = new FrameTableBuilder();
    for (let i = 0; i < 100_000; i++) frames.append(i % 3 === 0 ? '__proto__' : `f${i}\u0000`, `/x/${i % 500}/a.py`, i);
    const { graph } = graphFromEdges('> a 1 1');
    const column = (scale: number) => Float64Array.from({ length: 100_000 }, (_, i) => (i % 7) * scale);
    const wide = (scale: number, prefix: string): Profile => {
      const table = frames.finish();
      const values = { self: column(scale), total: column(scale), calls: column(1), primitiveCalls: column(1), edges: graph.edges };
      return { ...graphFromEdges('> a 1 1'), frames: { ...table, file: table.file.map((file) => prefix + file) }, graph: values };
    };
    const { functionCount, worse, better } = compare([wide(1, '/one')], [wide(1, '/home/two/app')]);
    expect([functionCount, worse.length, better.length]).to.deep.equal([100_000, 0, 0]);
  });
});
