import { expect } from 'chai';
import { Profile } from 'pprof-format';
import { toFolded } from '../../../src/report/client/folded.ts';
import { toPprof } from '../../../src/report/client/pprof.ts';
import { plainName, wholeWeights, type SampledProfile, type SpeedscopeFile } from '../../../src/report/client/sampled-profile.ts';

function fileOf(unit: string, samples: number[][], weights: number[]): SpeedscopeFile {
  const frames = [{ name: 'main', file: 'app.py', line: 3 }, { name: 'a;b' }, { name: '\u200b_Zfoo' }, { name: 'run app.py:9', file: 'app.py', line: 9 }];
  return { shared: { frames }, profiles: [{ type: 'sampled', name: 'CPU', unit, samples, weights }] };
}

describe('downloads of the page', () => {
  it('writes folded lines that tell frames and stacks apart', () => {
    expect(toFolded(fileOf('bytes', [[0], [0, 1], [0, 2], [3]], [5, 7, 0, 2]))).to.equal('main (app.py:3) 5\nmain (app.py:3);a；b 7\nrun (app.py:9) 2\n');
  });

  it('gives names back as the profiler wrote them', () => {
    const names = fileOf('none', [], []).shared.frames.map(plainName);
    expect(names).to.deep.equal(['main', 'a;b', '_Zfoo', 'run']);
    expect(plainName({ name: '\u200bvisible' }), 'a zero-width space of its own stays').to.equal('\u200bvisible');
  });

  it('turns seconds into whole nanoseconds whose sum is exact', () => {
    const weights = Array.from({ length: 1000 }, () => 1e-9 / 3);
    const whole = wholeWeights({ type: 'sampled', name: '', unit: 'seconds', samples: [], weights } as SampledProfile);
    expect(whole.unit).to.equal('nanoseconds');
    expect(whole.weights.reduce((sum, weight) => sum + weight, 0)).to.equal(333);
  });

  it('writes pprof that an independent decoder reads', () => {
    const large = 2 ** 52 + 1;
    const decoded = Profile.decode(toPprof(fileOf('bytes', [[0, 1], [0]], [large, 3])));
    const text = (index: number | bigint): string => decoded.stringTable.strings[Number(index)] ?? '';
    expect(text(decoded.sampleType[0]?.unit ?? 0)).to.equal('bytes');
    expect(decoded.sample.map((sample) => sample.value.map(BigInt))).to.deep.equal([[BigInt(large)], [3n]]);
    const stack = decoded.sample[0]?.locationId.map((id) => {
      const location = decoded.location.find((candidate) => candidate.id === id);
      const called = decoded.function.find((candidate) => candidate.id === location?.line[0]?.functionId);
      return `${text(called?.name ?? 0)} ${text(called?.filename ?? 0)}:${Number(called?.startLine ?? 0)}`;
    });
    expect(stack).to.deep.equal(['a;b :0', 'main app.py:3']);
  });
});
