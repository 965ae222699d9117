import { existsSync, readFileSync } from 'node:fs';
import { expect } from 'chai';
import { compareProfiles, type SideProfile } from '../../../../src/core/analysis/compare/compare-profiles.ts';
import type { FunctionChange, ProfileComparison } from '../../../../src/core/model/comparison.ts';
import { findImporter } from '../../../../src/importers/index.ts';
import { readFixture } from '../../../helpers/fixtures.ts';
import { headOf, importBytes, unpack } from '../../../helpers/memory-source.ts';

const folder = 'test/fixtures-compare/inlined/imported';
interface Node {
  callFrame: { functionName: string; url: string; lineNumber: number };
  positionTicks?: { line: number; ticks: number }[];
}
type Recording = { nodes: Node[] };
type ReadSource = (file: string) => readonly string[] | null;

const recorded = (name: string): Uint8Array => unpack(readFixture(`${folder}/${name}.cpuprofile.gz`));
const parsed = (name: string): Recording => JSON.parse(Buffer.from(recorded(name)).toString()) as Recording;
const headSource: ReadSource = (file) => {
  const path = `${folder}/head/${file.slice(15)}`;
  return file.startsWith('/tmp/photo-app/') && existsSync(path) ? readFileSync(path, 'utf8').split('\n') : null;
};
/** The head's source with one file changed; its lines stay in number. */
const edited = (name: string, edit: (text: string) => string): ReadSource => (file) => {
  const lines = headSource(file);
  return lines === null || !file.endsWith(name) ? lines : edit(lines.join('\n')).split('\n');
};
const replaced = (...pairs: readonly (readonly [string, string])[]): ReadSource =>
  edited('album.mjs', (text) => pairs.reduce((now, [from, to]) => {
    expect(now).to.include(from);
    return now.replace(from, to);
  }, text));

async function read(bytes: Uint8Array, file: string): Promise<SideProfile[]> {
  const importer = findImporter(headOf(bytes), file)!;
  const { profiles } = await importBytes(importer, bytes, file);
  return profiles.map((profile) => ({ file, format: importer.id, profile }));
}

const side = async (...names: readonly string[]): Promise<SideProfile[]> => (await Promise.all(names.map((name) => read(recorded(name), `${name}.cpuprofile`)))).flat();
const changed = (name: string, change: (recording: Recording) => void): Promise<SideProfile[]> => {
  const recording = parsed(name);
  change(recording);
  return read(Buffer.from(JSON.stringify(recording)), `${name}-changed.cpuprofile`);
};
const compare = (base: readonly SideProfile[], head: readonly SideProfile[], readSource: ReadSource): ProfileComparison => compareProfiles(base, head, { roots: [], top: 0, readSource }).comparisons[0]!;
const all = ({ worse, better }: ProfileComparison): FunctionChange[] => [...worse, ...better];
const find = (name: string, comparison: ProfileComparison): FunctionChange => all(comparison).find((change) => change.name === name)!;
const sumOf = (comparison: ProfileComparison, key: 'selfBase' | 'selfHead'): number => all(comparison).reduce((sum, change) => sum + change[key], 0);

/** Ticks of a function in the recordings with nothing inlined, the oracle, by JSON alone. */
function ticks(name: string, called: string): number {
  return parsed(name).nodes.filter(({ callFrame }) => callFrame.functionName === called && callFrame.url.includes('/photo-app/'))
    // Entering a function costs where it is called and not where it is inlined.
    .flatMap(({ callFrame, positionTicks }) => (positionTicks ?? []).filter(({ line }) => line !== callFrame.lineNumber + 1))
    .reduce((sum, each) => sum + each.ticks, 0);
}
const plainShare = (name: string, inner: string, outer: string): number => ticks(name, inner) / (ticks(name, inner) + ticks(name, outer));
const functionNames = ['grain', 'grainAll', 'shade', 'shadeAll'];
const plainIncrease = (name: string): number => ticks('head-plain', name) - ticks('base-plain', name);

/** Calling costs in the caller, where it is not inlined: a tenth of what both take, in these recordings. */
const callCost = 0.12;

describe('ownByLine across files', () => {
  let base: SideProfile[];
  let head: SideProfile[];
  let comparison: ProfileComparison;
  let without: ProfileComparison;
  before(async () => {
    base = await side('base-1', 'base-2');
    head = await side('head-1', 'head-2');
    comparison = compare(base, head, headSource);
    without = compare(base, head, () => null);
  });

  const stays = (name: string, readSource: ReadSource): void => {
    const found = find(name, compare(base, head, readSource));
    expect([found.selfBase, found.selfHead]).to.deep.equal([find(name, without).selfBase, find(name, without).selfHead]);
  };
  const isOwned = (name: string, readSource: ReadSource): void => {
    expect(find(name, compare(base, head, readSource)).selfHead).to.be.below(find(name, without).selfHead / 2);
  };

  it('puts code inlined from another file to its function, as much as it has where nothing is inlined', () => {
    for (const [inner, outer] of [['shade', 'shadeAll'], ['grain', 'grainAll']] as const) {
      const [within, around] = [find(inner, comparison), find(outer, comparison)];
      expect(within.selfHead / (within.selfHead + around.selfHead), inner).to.be.closeTo(plainShare('head-plain', inner, outer), callCost);
      expect(within.selfBase / (within.selfBase + around.selfBase), inner).to.be.closeTo(plainShare('base-plain', inner, outer), callCost);
    }
    expect(without.worse.slice(0, 2).map(({ name }) => name)).to.have.members(['grainAll', 'shadeAll']);
    expect(comparison.worse.slice(0, 2).map(({ name }) => name)).to.have.members(['grain', 'shade']);
    expect(find('shade', comparison)).to.include({ file: 'shade.mjs', before: null });
  });

  it('tells that a function was moved and became dearer, by about as much as it did', () => {
    const grain = find('grain', comparison);
    expect(grain.file).to.equal('grain.mjs');
    expect(grain.before).to.deep.equal({ name: 'grain', file: 'album.mjs' });
    const increase = (name: string): number => find(name, comparison).selfHead - find(name, comparison).selfBase;
    const sum = functionNames.reduce((total, name) => total + increase(name), 0);
    const plainSum = functionNames.reduce((total, name) => total + plainIncrease(name), 0);
    for (const name of functionNames) expect(increase(name) / sum, name).to.be.closeTo(plainIncrease(name) / plainSum, 0.15);
  });

  it('shows its lines by the text of its own file, and no longer at its caller', () => {
    const { lines } = find('shade', comparison);
    expect(lines.map(({ text }) => text)).to.include('    shaded = (shaded + (shaded % 61)) | 0;');
    for (const { line, text } of lines) expect(text).to.equal(headSource('/tmp/photo-app/shade.mjs')![line - 1]);
    for (const name of ['shadeAll', 'grainAll']) for (const { line } of find(name, comparison).lines) expect(line, name).to.be.at.least(13);
    expect(find('shadeAll', without).lines.some(({ line }) => line < 13)).to.equal(true);
  });

  it('conserves totals', () => {
    for (const key of ['selfBase', 'selfHead'] as const) expect(sumOf(comparison, key)).to.be.closeTo(sumOf(without, key), 1e-9);
    expect([comparison.totalBase, comparison.totalHead]).to.deep.equal([without.totalBase, without.totalHead]);
    for (const change of all(comparison)) expect(change.totalHead, change.name).to.be.at.least(change.selfHead - 1e-9);
    for (const name of ['grainAll', 'shadeAll', 'main']) expect(find(name, comparison).totalHead, name).to.equal(find(name, without).totalHead);
  });

  it('leaves a line that code of two files may stand on', () => {
    // Two imports.
    const both = replaced(['sum += grain(pixels[place], place)', 'sum += shade(grain(pixels[place], place))']);
    stays('grainAll', both);
    isOwned('shadeAll', both);
    // An import, and a method that nothing says the file of.
    const method = replaced(['import { shade } from', 'import { shade as tint } from'], ['sum += shade(', 'sum += tint('], ['sum += grain(pixels[place], place)', 'sum += grain(pixels.shade(place), place)']);
    stays('grainAll', method);
    isOwned('shadeAll', method);
    // An import, and a function of the file itself.
    const local = replaced(['sum += grain(pixels[place], place)', 'sum += grain(label(place), place)']);
    stays('grainAll', local);
    isOwned('shadeAll', local);
  });

  it('leaves all of a function that runs code that is not known', () => {
    const imports = (from: string) => replaced(["import { shade } from './shade.mjs';\n", `import { shade } from './shade.mjs'; import { pad } from '${from}';\n`], ['sum += grain(pixels[place], place)', 'sum += grain(pad(place), place)']);
    for (const unread of ['left-pad', './missing.mjs']) {
      stays('grainAll', imports(unread));
      isOwned('shadeAll', imports(unread));
    }
    isOwned('grainAll', imports('node:path'));
    stays('grainAll', replaced(['function grainAll(pixels)', 'function grainAll(pixels, pick)'], ['grain(pixels[place], place)', 'grain(pick(place), place)']));
    stays('grainAll', (file) => (file.endsWith('grain.mjs') ? null : headSource(file)));
    stays('grainAll', edited('grain.mjs', () => "function other() {\n\n\n\n\n\n\n\n\n}\nexport * from './other.mjs';"));
  });

  it('leaves all of a function on both sides where one side alone is clear', async () => {
    const down = 10;
    const lower = await Promise.all(['head-1', 'head-2'].map((name) => changed(name, ({ nodes }) => {
      for (const { callFrame, positionTicks } of nodes) {
        if (callFrame.functionName === 'grain') callFrame.lineNumber += down;
        if (/^grain(?:All)?$/.test(callFrame.functionName)) for (const each of positionTicks ?? []) if (each.line < 13) each.line += down;
      }
    })));
    const comparison = compare(base, lower.flat(), edited('grain.mjs', (text) => '\n'.repeat(down) + text));
    expect(find('grainAll', comparison).selfBase).to.equal(find('grainAll', without).selfBase);
    expect(find('grainAll', comparison).selfHead).to.equal(find('grainAll', without).selfHead);
    expect(find('shadeAll', comparison).selfHead).to.be.below(find('shadeAll', without).selfHead / 2);
  });

  it('takes a template for the names in it', () => {
    isOwned('grainAll', replaced(['sum += grain(pixels[place], place)', 'sum += `${grain(pixels[place], place)}`']));
  });

  it('gives a function without a node of its own one', async () => {
    const isHelper = (node: Node): boolean => ['grain', 'shade'].includes(node.callFrame.functionName);
    const hide = ({ nodes }: Recording): void => {
      for (const node of nodes.filter(isHelper)) Object.assign(node, { callFrame: { ...node.callFrame, functionName: 'main', url: nodes.find(({ callFrame }) => callFrame.functionName === 'grainAll')!.callFrame.url, lineNumber: 28 } });
    };
    const hidden = compare(await changed('base-1', hide), await changed('head-1', hide), headSource);
    expect(find('shade', hidden)).to.include({ file: 'shade.mjs', line: 1, owner: 'own' });
    expect(find('shade', hidden).selfHead / find('shade', comparison).selfHead).to.be.closeTo(1, 0.3);
    expect(find('shade', hidden).lines[0]!.text).to.include('shaded');
  });

  it('finds no change in equal code that was moved', async () => {
    const moved = await changed('base-2', ({ nodes }) => {
      for (const { callFrame, positionTicks } of nodes) {
        // From line 4 of one file to line 1 of the other.
        if (callFrame.functionName === 'grain') Object.assign(callFrame, { url: callFrame.url.replace('album', 'grain'), lineNumber: 0 });
        if (/^grain(?:All)?$/.test(callFrame.functionName)) for (const each of positionTicks ?? []) if (each.line < 12) each.line -= 3;
      }
    });
    const equal = edited('grain.mjs', (text) => text.replace('    sum = (sum + (sum % 83)) | 0;\n', ''));
    for (const before of [await side('base-2'), await changed('base-2', ({ nodes }) => void Object.assign(nodes.find(({ callFrame }) => callFrame.functionName === 'grain')!.callFrame, { functionName: 'label', lineNumber: 4 }))]) {
      for (const name of ['grainAll', 'shadeAll', 'shade']) {
        const change = find(name, compare(before, moved, equal)) as FunctionChange | undefined;
        expect((change?.selfHead ?? 0) - (change?.selfBase ?? 0), name).to.be.closeTo(0, 0.002);
      }
    }
  });

  it('takes hostile line numbers', async () => {
    for (const line of [0, -5, 2 ** 31 - 1, 1e300]) {
      const hostile = compare(base, await changed('head-1', ({ nodes }) => nodes.forEach((node) => node.positionTicks?.forEach((each) => (each.line = line)))), headSource);
      expect(sumOf(hostile, 'selfHead')).to.be.closeTo(hostile.totalHead, 1e-9);
    }
  });
});
