import { expect } from 'chai';
import { pickCollectors } from '../../../src/collect/collectors/auto.ts';
import { collectors } from '../../../src/collect/collectors/index.ts';
import type { Program } from '../../../src/collect/program.ts';
import { UserError } from '../../../src/core/errors.ts';

const idsFor = (profilers: readonly string[], language: Program['language']): string[] => pickCollectors(profilers, { language, interpreter: null, words: null }).map(({ id }) => id);

describe('pickCollectors', () => {
  it('picks by the program', () => {
    expect(idsFor(['auto'], 'node')).to.deep.equal(['node-cpu', 'node-heap']);
    expect(idsFor(['auto'], 'go-test')).to.deep.equal(['go']);
    expect(idsFor(['auto'], 'unknown')).to.deep.equal(['own']);
    expect(idsFor(['auto'], 'python').slice(0, 2)).to.deep.equal(['cprofile', 'tracemalloc']);
    expect(idsFor(['auto'], 'python')).not.to.include('own');
  });

  it('takes names in the order given, whatever the program, each once', () => {
    expect(idsFor(['own', 'node-heap', 'cprofile', 'own'], 'go-test')).to.deep.equal(['own', 'node-heap', 'cprofile']);
    expect(idsFor(['own', 'auto'], 'unknown')).to.deep.equal(['own']);
    expect(idsFor([], 'node')).to.deep.equal([]);
  });

  it('answers an unknown name with the nearest', () => {
    expect(() => idsFor(['node-cup'], 'node')).to.throw(UserError, 'there is no profiler called "node-cup"').with.property('hint', 'did you mean "node-cpu"?');
    expect(() => idsFor(['constructor'], 'node')).to.throw(UserError).with.property('hint').that.matches(/^the profilers are auto, cprofile, /);
  });

  it('knows each profiler of the issue by a name of its own', () => {
    expect(collectors.map(({ id }) => id)).to.deep.equal(['cprofile', 'tracemalloc', 'pyinstrument', 'py-spy', 'memory_profiler', 'node-cpu', 'node-heap', 'go', 'own']);
  });
});
