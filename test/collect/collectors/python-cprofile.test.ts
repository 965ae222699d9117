import { expect } from 'chai';
import { chmod, mkdir, readFile, truncate, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { cprofile } from '../../../src/collect/collectors/cprofile.ts';
import { leftDirectory } from '../../../src/collect/collectors/python-injection.ts';
import type { Ended, Recorded } from './python-runs.ts';
import { askPython, callsIn, contextOf, programs, run, Scratch } from './python-runs.ts';

const names = ({ collected }: Recorded): string[] => collected.files.map(({ name }) => name);
const paths = ({ collected }: Recorded): string[] => collected.files.map(({ path }) => path);
const codes = ({ collected }: Recorded): string[] => collected.notes.map(({ code }) => code);

describe('collector cprofile', () => {
  const scratch = new Scratch();
  after(() => scratch.clear());

  describe('a program in several forms', () => {
    const forms = ['python3 calls.py', 'python3 -m calls', './../script-dir/tool', 'cd / && true && python3 -c "import calls; calls.main()"'];
    let bare: Ended;
    let recordings: Recorded[];
    let expected: Record<string, string>;
    let counted: Record<string, string>[];

    before(async () => {
      const directory = await scratch.make();
      const script = join(directory, 'tool');
      await writeFile(script, '#!/usr/bin/env python3\nimport calls\ncalls.main()\n');
      await chmod(script, 0o755);
      const oracle = join(directory, 'oracle.stats');
      const extra = { PYTHONPATH: programs };
      const record = (form: string): Promise<Recorded> => scratch.record(cprofile, form.replace('./../script-dir/tool', script), { extra });
      [bare, recordings] = await Promise.all([
        run(`python3 calls.py; python3 -m cProfile -o ${oracle} calls.py >/dev/null 2>&1`, contextOf().env),
        Promise.all(forms.map(record)),
      ]);
      [expected, ...counted] = callsIn([oracle, ...recordings.flatMap(paths)]) as [Record<string, string>, ...Record<string, string>[]];
    });

    it('leaves one profile and changes no output', () => {
      for (const recording of recordings) {
        expect(recording.code).to.equal(0);
        expect(recording.stdout).to.equal(bare.stdout);
        expect(recording.stderr).to.equal(bare.stderr);
        expect(names(recording)).to.deep.equal(['profile.stats']);
      }
    });

    it('counts the calls of the main thread as python3 -m cProfile does', () => {
      expect(expected['recurse']).to.equal('1/465');
      for (const calls of counted) {
        expect(calls['recurse']).to.equal(expected['recurse']);
        expect(calls['main']).to.equal(expected['main']);
      }
    });

    it('counts the calls of other threads', () => {
      for (const calls of counted) {
        expect(calls).to.include({ in_thread: '2/2', branch: '3/3', leaf: '400/400' });
      }
    });

    it('keeps its own functions out', () => {
      const own = askPython('[key[0] for key, row in pstats.Stats(path).stats.items() for key in [key, *row[4]] if "perf_report_inject" in key[0] or "sitecustomize" in key[0]]', recordings.flatMap(paths));
      expect(own).to.deep.equal(recordings.map(() => []));
    });
  });

  it('leaves a profile of every child process, and of what replaced the process', async () => {
    const recording = await scratch.record(cprofile, 'python3 processes.py');
    expect(recording.stderr).to.equal('');
    expect(recording.code).to.equal(0);
    const calls = callsIn(paths(recording));
    const counts = (name: string): string[] => calls.flatMap((rows) => rows[name] ?? []);
    for (const name of ['forked_work', 'spawned_work', 'left_at_once', 'in_subprocess', 'after_exec']) expect(counts(name), name).to.deep.equal(['1/1']);
    expect(counts('step').sort()).to.deep.equal(['11/11', '12/12', '13/13']);
    expect(names(recording).slice(0, 3)).to.deep.equal(['profile.stats', 'profile-2.stats', 'profile-3.stats']);
    expect(calls[0], 'the process with the most time').to.include({ main: '1/1' });
    expect(codes(recording)).to.include('several-processes');
  });

  describe('a process that is killed', () => {
    const extra = { PERF_REPORT_PY_INTERVAL: '0.1' };

    it('has the profile of the last periodic write after SIGKILL', async () => {
      const recording = await scratch.record(cprofile, 'exec python3 endless.py 0.3', { extra, signal: 'SIGKILL' });
      expect(recording.signal).to.equal('SIGKILL');
      expect(names(recording)).to.deep.equal(['profile.stats']);
      const [calls] = callsIn(paths(recording));
      expect(Number(calls!['one_item']!.split('/')[1])).to.be.greaterThan(100);
      expect(codes(recording)).to.deep.equal(['profile-unfinished']);
    });

    it('has a complete profile after SIGTERM, and ends by it', async () => {
      const recording = await scratch.record(cprofile, 'exec python3 endless.py 0', { signal: 'SIGTERM' });
      expect(recording.signal).to.equal('SIGTERM');
      expect(recording.stderr).to.equal('');
      const [calls] = callsIn(paths(recording));
      expect(calls!['main'], 'a function that was still running').to.equal('1/1');
      expect(codes(recording)).to.deep.equal([]);
    });
  });

  it('leaves a program its own profiler', async () => {
    const own = join(await scratch.make(), 'own.stats');
    const command = `python3 own_profiler.py ${own}`;
    const [bare, recording] = [await run(command, contextOf().env), await scratch.record(cprofile, command)];
    expect(recording).to.include({ code: 0, stdout: bare.stdout, stderr: '' });
    const [theirs, ours] = callsIn([own, ...paths(recording)]);
    expect(theirs).to.deep.equal({ watched: '1/1' });
    expect(ours).to.include({ before: '1/1' }).and.not.have.property('watched');
    expect(codes(recording)).to.deep.equal(['own-profiler']);
  });

  describe('another sitecustomize', () => {
    const withSite = async (text: string): Promise<[Ended, Recorded]> => {
      const directory = join(await scratch.make(), 'site');
      await mkdir(directory);
      await writeFile(join(directory, 'sitecustomize.py'), text);
      const extra = { PYTHONPATH: directory };
      const command = `python3 -c 'import sys; print(sys.modules["sitecustomize"].__file__ if "sitecustomize" in sys.modules else None, sys.path.count("${directory}"))'`;
      return Promise.all([run(command, contextOf(extra).env), scratch.record(cprofile, command, { extra })]);
    };

    it('runs, and is the module that the program sees', async () => {
      const [bare, recording] = await withSite('print("their site")');
      expect(bare.stdout).to.match(/^their site\n.*site\/sitecustomize\.py 1\n$/);
      expect(recording).to.include({ stdout: bare.stdout, stderr: '' });
      expect(names(recording)).to.deep.equal(['profile.stats']);
    });

    it('fails as it would without us', async () => {
      const [bare, recording] = await withSite('raise ValueError("their mistake")');
      expect(bare.stderr).to.contain('their mistake');
      expect(recording).to.include({ stdout: bare.stdout, stderr: bare.stderr, code: bare.code });
      expect(names(recording)).to.deep.equal(['profile.stats']);
    });
  });

  it('works where the path holds what PYTHONPATH cannot', async () => {
    const recording = await scratch.record(cprofile, `python3 -c 'def f(): return 1
f()'`, { name: `a${delimiter}b` });
    expect(callsIn(paths(recording))[0]).to.include({ f: '1/1' });
  });

  it('says so when nothing was left', async () => {
    const recording = await scratch.record(cprofile, 'python3 -I calls.py');
    expect(recording.code).to.equal(0);
    expect(names(recording)).to.deep.equal([]);
    expect(codes(recording)).to.deep.equal(['no-python-process']);
  });

  it('lets the program run where nothing can be written', async () => {
    const context = contextOf();
    const dir = await scratch.make();
    const { command, env } = await cprofile.prepare({ command: 'python3 calls.py', env: context.env }, dir, context);
    const ended = await run(command, { ...env, PERF_REPORT_PY_DIR: '/proc/no-such-directory' });
    expect(ended).to.include({ code: 0, stderr: 'done\n' });
  });

  it('leaves out what is cut off, keeps at most 20 processes and counts the rest', async () => {
    const dir = await scratch.make();
    const left = leftDirectory(dir);
    const source = await scratch.record(cprofile, 'python3 -c 1');
    const bytes = await readFile(paths(source)[0]!);
    await mkdir(left);
    for (let number = 1; number <= 25; number += 1) {
      await writeFile(join(left, `${number}-a.stats`), bytes);
      await writeFile(join(left, `${number}-a.facts`), `command python3 job-${number}\nhow exit\nrank ${number}\nseconds ${number}\n`);
    }
    await truncate(join(left, '25-a.stats'), bytes.length - 10);
    await truncate(join(left, '24-a.stats'), 0);
    await writeFile(join(left, 'dropped'), '....');
    const { files, notes } = await cprofile.collect(dir, contextOf());
    expect(files).to.have.length(20);
    expect(files[0]).to.deep.equal({ path: join(left, '23-a.stats'), name: 'profile.stats' });
    expect(notes.map(({ code }) => code)).to.deep.equal(['profile-broken', 'profile-broken', 'several-processes']);
    expect(notes[0]!.text).to.contain('job-25');
    expect(notes[2]!.text).to.match(/^29 Python processes .*; 9 /);
  });

  it('tells by trying whether it works', async () => {
    const version = (askPython('path + sys.version.split()[0]', ['cProfile of Python '], 'sys') as string[])[0];
    expect(await cprofile.probe(contextOf())).to.deep.equal({ works: true, version });
    const missing = await cprofile.probe(contextOf({}, '/no/such/python3'));
    expect(missing.works).to.equal(false);
    expect(missing).to.have.property('reason').that.contains('/no/such/python3');
  });
});
