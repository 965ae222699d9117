import { readFileSync } from 'node:fs';
import { expect } from 'chai';
import { functionTable, profileTotal } from '../../src/core/analysis/function-table.ts';
import { InputError } from '../../src/core/errors.ts';
import { importLimits, type ImportLimits } from '../../src/core/limits.ts';
import type { StackProfile } from '../../src/core/model/profile.ts';
import { heapprofileImporter } from '../../src/importers/heapprofile.ts';
import { checkProfileSet } from '../helpers/invariants.ts';
import { memorySource } from '../helpers/memory-source.ts';
import { rejection } from '../helpers/temp-dir.ts';

async function read(text: string | Uint8Array, limits: Partial<ImportLimits> = {}): Promise<StackProfile> {
  const set = await heapprofileImporter.read(memorySource(Buffer.from(text)), { ...importLimits, ...limits });
  checkProfileSet(set);
  return set.profiles[0] as StackProfile;
}

const frame = (name: string): string => `"callFrame":{"functionName":"${name}","url":"","lineNumber":0,"columnNumber":0}`;
const leaf = (name: string, size = 1): string => `{${frame(name)},"selfSize":${size},"id":1,"children":[]}`;

/** A chain of calls, one level each, with the fields of a node before or after its children. */
function chain(depth: number, last: boolean): string {
  const open = Array.from({ length: depth }, (_, i) => (last ? '{"children":[' : `{${frame(`f${i}`)},"selfSize":1,"children":[`)).join('');
  const close = Array.from({ length: depth }, (_, i) => (last ? `],"selfSize":1,${frame(`f${depth - i - 1}`)}}` : ']}')).join('');
  return `{"head":${open}${close}}`;
}

describe('V8 heap profile importer, hostile files', () => {
  it('reads calls 100,000 deep, with keys in either order', async () => {
    for (const last of [false, true]) {
      const profile = await read(chain(100_000, last));
      expect([profile.stacks.length, profileTotal(profile), functionTable(profile).length]).to.deep.equal([100_001, 100_000, 100_000]);
    }
  });

  it('bounds depth, functions and stacks and says so', async () => {
    const text = chain(1000, false);
    const cases = [
      [{ maxStackDepth: 10 }, 'cut-depth'],
      [{ maxStackNodes: 10 }, 'cut-stacks'],
      [{ maxFrames: 10 }, 'more-functions'],
      [{ maxNameLength: 2 }, 'cut-names'],
    ] as const;
    for (const [limits, code] of cases) {
      const profile = await read(text, limits);
      expect([profileTotal(profile), profile.notes.map((note) => note.code)]).to.deep.equal([1000, [code]]);
    }
  });

  it('names what is wrong and where', async () => {
    const messages: string[] = [];
    for (const text of ['{}', '{"head":[],"samples":[]}', '{"head":{}}', `{"head":{${frame('a')},"children":[7]}}`, `{"head":{"callFrame":"a","selfSize":1}}`, `{"head":${leaf('a')},}`, `{"head":${leaf('a')}} x`, `{"head":{${frame('a')},"selfSize":1e999}}`]) {
      const error = await rejection(read(text));
      expect(error, text).to.be.instanceOf(InputError);
      messages.push((error as InputError).message);
    }
    expect(messages).to.deep.equal([
      'the profile holds no nodes',
      'the profile holds no nodes',
      'node 0 has no callFrame',
      'expected "{" but found "7"',
      'node 0 has no callFrame',
      'expected a key but found "}"',
      'more text follows after the end of the JSON value',
      'a number is too large for a double',
    ]);
  });

  it('refuses a file that was cut anywhere', async () => {
    const bytes = readFileSync('test/fixtures/heapprofile/chromium-156/devtools.heapprofile');
    for (let cut = 1; cut < bytes.length; cut += 211) expect(await rejection(read(bytes.subarray(0, cut)))).to.be.instanceOf(InputError);
  });

  it('is not led in a circle by equal ids, nor by two heads', async () => {
    const again = `{${frame('a')},"selfSize":4,"id":1,"children":[{${frame('a')},"selfSize":4,"id":1,"children":[{${frame('a')},"selfSize":4,"id":1,"children":[]}]}]}`;
    const profile = await read(`{"head":${leaf('b', 100)},"head":${again}}`);
    expect([profileTotal(profile), Math.max(...functionTable(profile).total), profile.stacks.length]).to.deep.equal([12, 12, 4]);
  });

  it('takes names for what they are', async () => {
    const names = ['__proto__', 'constructor', '</script><script>alert(1)</script>', '$&', '\u202egnp.exe', '(root)'];
    const profile = await read(JSON.stringify({ head: { callFrame: { functionName: '(root)', url: '' }, selfSize: 0, children: names.map((functionName) => ({ callFrame: { functionName }, selfSize: 1 })) } }));
    expect(Array.from(profile.samples.stack, (stack) => profile.frames.name[profile.stacks.frame[stack] as number])).to.deep.equal(names);
  });

  it('spends less than 2 s a MB on what is made to be slow', async () => {
    const wide = `{"head":{${frame('(root)')},"selfSize":0,"children":[${Array.from({ length: 10_000 }, (_, i) => leaf(`f${i}`)).join()}]}}`;
    const children = `{"head":{${frame('a')},${'"children":[],'.repeat(70_000)}"selfSize":1}}`;
    const odd = `{"head":{"x":${'['.repeat(500_000)}${']'.repeat(500_000)},${frame('a')}}}`;
    for (const text of [wide, children, odd]) {
      const before = process.cpuUsage();
      await read(text);
      const { user, system } = process.cpuUsage(before);
      expect((user + system) / 1e6).to.be.below(2 * Math.max(1, text.length / 1e6));
    }
  });
});
