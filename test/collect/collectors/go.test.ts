import { expect } from 'chai';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync, mkdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { CollectorContext } from '../../../src/collect/collectors/collector.ts';
import { goTest } from '../../../src/collect/collectors/go.ts';
import { readGoTest } from '../../../src/collect/collectors/go-packages.ts';
import { readProgram } from '../../../src/collect/program.ts';
import { pprofImporter } from '../../../src/importers/pprof.ts';
import { importBytes } from '../../helpers/memory-source.ts';

const code = `package decode

import "testing"

func Decode(n int) (sum int) {
	for i := 0; i < n; i++ {
		sum += i % 7
	}
	return sum
}

func TestDecode(t *testing.T) {
	if Decode(30_000_000) == 0 {
		t.Fatal("nothing")
	}
}
`;

describe('collector for go test', () => {
  let root = '';
  const env = Object.fromEntries(Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined));
  const contextOf = async (command: string, more: Record<string, string> = {}): Promise<CollectorContext> => ({ program: await readProgram(command, { cwd: root, env }), cwd: root, env: { ...env, ...more }, injectDir: '' });

  before(() => {
    root = mkdtempSync(join(tmpdir(), 'perf-report-go-'));
    writeFileSync(join(root, 'go.mod'), 'module example.org/photo\n\ngo 1.21\n');
    for (const name of ['decode', 'other']) {
      mkdirSync(join(root, name));
      writeFileSync(join(root, name, `${name}_test.go`), code.replace('package decode', `package ${name}`));
    }
  });
  after(() => {
    rmSync(root, { recursive: true, force: true });
  });

  it('finds packages and the place for flags', () => {
    const read = (command: string): unknown[] => {
      const test = readGoTest(command);
      return test === null ? [] : [command.slice(0, test.flagsAt), test.packages, test.directory];
    };
    expect(read("A=1 go test -run 'a b' -v ./x -bench=. -args ./y")).to.deep.equal(['A=1 go test', ['./x'], null]);
    expect(read('cd m && time /usr/lib/go/bin/go -C sub test ./a ./b -count 1')).to.deep.equal(['cd m && time /usr/lib/go/bin/go -C sub test', ['./a', './b'], 'sub']);
    expect([read('go test'), read('go vet'), read('go test a && go test b')]).to.deep.equal([['go test', [], null], [], []]);
  });

  it('says why several packages and a missing go cannot be profiled', async () => {
    const [several, none] = [await goTest.probe(await contextOf('go test ./...')), await goTest.probe(await contextOf('go test .', { PATH: '/nowhere' }))];
    expect(several).to.deep.include({ works: false, reason: 'go test writes profiles of one package at a time, and the command names 2' });
    expect(none.works ? '' : none.reason).to.match(/^go does not start/);
  });

  it('records CPU time and memory of one package', async () => {
    const command = 'go test -count=1 ./decode';
    const context = await contextOf(command);
    const probe = await goTest.probe(context);
    expect(probe.works && probe.version).to.match(/^go1/);
    const dir = join(root, "out 'put'");
    mkdirSync(dir);
    const prepared = await goTest.prepare({ command, env }, dir, context);
    const run = spawnSync('/bin/sh', ['-c', prepared.command], { cwd: root, env: prepared.env, encoding: 'utf8' });
    expect([run.status, run.stderr]).to.deep.equal([0, '']);
    expect(readdirSync(root).sort()).to.deep.equal(['decode', 'go.mod', 'other', "out 'put'"]);
    expect(existsSync(join(root, 'decode.test'))).to.equal(false);
    const { files, notes } = await goTest.collect(dir, context);
    expect([files.map(({ name }) => name), notes]).to.deep.equal([['cpu.pb.gz', 'mem.pb.gz'], []]);
    const sets = await Promise.all(files.map(({ path }) => importBytes(pprofImporter, gunzipSync(readFileSync(path)))));
    expect(sets[0]?.profiles.at(-1)?.frames.name.some((name) => name.includes('decode.Decode') || name.includes('TestDecode'))).to.equal(true);
    expect(sets[1]?.profiles.map(({ title }) => title)).to.include('alloc_space');
    rmSync(join(dir, 'cpu.pb.gz'));
    writeFileSync(join(dir, 'mem.pb.gz'), '');
    const left = await goTest.collect(dir, context);
    expect([left.files, left.notes.map(({ text }) => text)]).to.deep.equal([[], ['go test wrote no cpu.pb.gz: did it fail to build, or give -cpuprofile itself?', 'go test wrote no mem.pb.gz: it was killed before the end']]);
  });
});
