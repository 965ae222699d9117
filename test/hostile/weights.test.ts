import { expect } from 'chai';
import { block, functionAndLocation, number, packed, strings } from '../importers/pprof-bytes.ts';
import { expectWellFormed, fromPython, throughAll, type Outcome } from './whole-pipeline.ts';

type WeightWriter = (weight: string) => Uint8Array | string;

const frames = '"shared":{"frames":[{"name":"a"},{"name":"b"}]}';
const schema = '"$schema":"https://www.speedscope.app/file-format-schema.json"';
const writers: Readonly<Record<string, WeightWriter>> = {
  folded: (weight) => `a 1\na;b ${weight}\na;c ${weight}\n`,
  cpuprofile: (weight) =>
    `{"nodes":[{"id":1,"callFrame":{"functionName":"a","scriptId":"0","url":"","lineNumber":0,"columnNumber":0},"hitCount":1}],"startTime":0,"endTime":10,"samples":[1,1,1],"timeDeltas":[0,${weight},${weight}]}`,
  'speedscope, sampled': (weight) => `{${schema},${frames},"profiles":[{"type":"sampled","name":"s","unit":"seconds","startValue":0,"endValue":1,"samples":[[0],[0,1],[1]],"weights":[${weight},${weight},1]}]}`,
  'speedscope, evented': (weight) =>
    `{${schema},${frames},"profiles":[{"type":"evented","name":"s","unit":"seconds","startValue":0,"endValue":1,"events":[{"type":"O","frame":0,"at":0},{"type":"C","frame":0,"at":${weight}}]}]}`,
  pstats: (weight) => fromPython(`w=float(data)\nout.write(marshal.dumps({('a.py',1,'a'):(1,1,w,w,{}),('a.py',2,'b'):(1,1,1.0,1.0,{('a.py',1,'a'):(1,1,w,w)})}))`, weight),
};

function total(outcome: Outcome): number | undefined {
  return outcome.model.profiles[0]?.total;
}

describe('weights that no profiler measures', () => {
  for (const [format, write] of Object.entries(writers)) {
    for (const weight of ['NaN', 'Infinity', '-Infinity', '1e308', '1e999', '-7', '1e-320']) {
      it(`${weight} in ${format}: a named error, or a result that says what was done`, async () => {
        const outcome = await throughAll(write(weight));
        if (outcome.error !== '') {
          expect(outcome.model.verdict).to.equal('failed');
          expect(outcome.model.profiles).to.deep.equal([]);
          return;
        }
        expect(Number.isFinite(total(outcome))).to.equal(true);
        expectWellFormed([outcome]);
        const notes = [...(outcome.set?.notes ?? []), ...(outcome.set?.profiles.flatMap((profile) => profile.notes) ?? [])];
        // Small and negative values are legal; any other is changed or dropped, which must be said.
        if (!['1e-320', '-7'].includes(weight)) expect(notes).to.not.deep.equal([]);
      });
    }
  }

  it('keeps negative weights as they are and says why there is no flame graph', async () => {
    const folded = await throughAll('a;b -5\na;c 2\n');
    expect([total(folded), folded.model.profiles[0]?.flame.missing]).to.satisfy(([sum, missing]: [number, string]) => sum === -3 && missing.includes('negative'));
    const types = block(1, number(1, 1), number(2, 2));
    const pprof = (...values: bigint[]): Uint8Array => Uint8Array.from([types, ...values.map((value) => block(2, packed(1, [1]), packed(2, [value]))), functionAndLocation(1, 3), strings('objects', 'count', 'f')].flat());
    expect(total(await throughAll(pprof(-5n)))).to.equal(-5);
    expect(total(await throughAll(pprof(-(2n ** 63n))))).to.equal(-(2 ** 63));
    expect(total(await throughAll(pprof(5n, -5n)))).to.equal(0);
  });

  it('refuses values that are finite each and infinite together', async () => {
    const lines = Array.from({ length: 20 }, (_, i) => `f${i} 1${'0'.repeat(308)}`).join('\n');
    for (const file of [lines, writers['speedscope, sampled']?.('1e308') ?? '']) expect((await throughAll(file)).error).to.include('more than a number can hold');
  });
});
