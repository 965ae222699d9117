import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'chai';
import { cliArguments, runCli, type CliResult } from '../helpers/run-cli.ts';
import { useTempDir } from '../helpers/temp-dir.ts';

describe('the command line', () => {
  const dir = useTempDir();
  const run = (...args: string[]): Promise<CliResult> => runCli(args, { cwd: dir.path() });
  const firstLine = ({ stderr }: CliResult): string => stderr.split('\n')[0] ?? '';

  it('prints help in English whatever LANG says, with two examples at its end', async () => {
    for (const args of [['--help'], ['top', '-h']]) {
      const { code, stdout, stderr } = await run(...args);
      expect([code, stderr], args.join(' ')).to.deep.equal([0, '']);
      const [, examples] = stdout.split('\nExamples:\n');
      expect(examples?.trimEnd().split('\n').length, args.join(' ')).to.equal(2);
      expect(stdout).to.contain('Show help');
    }
  });

  it('answers a wrong call with exit code 2, one sentence, and what to do', async () => {
    const result = await run('repotr');
    expect(result).to.deep.equal({ code: 2, stdout: '', stderr: 'perf-report: there is no command and no directory "repotr"\n  did you mean perf-report report?\n' });
    expect(readdirSync(dir.path())).to.deep.equal([]);
  });

  it('makes a report, whose last lines say what is hot and where the page is', async () => {
    dir.write('in/a.folded', 'main;a 10\nmain;b 30\nmain;c 5\nmain;d 1\n');
    dir.write('in/broken.prof', 'nonsense');
    dir.write('in/notes.txt', 'hello');
    const { code, stdout, stderr } = await run('in', '-o', 'in/out');
    expect(code).to.equal(0);
    const lines = stdout.trimEnd().split('\n');
    expect(lines[0]).to.contain('46 samples');
    expect(lines.slice(1, 4).map((line) => line.trim().split(/\s{2,}/).at(-1))).to.deep.equal(['b', 'a', 'c']);
    expect(stdout).to.contain('Report: in/out/index.html\n');
    expect(stderr).to.contain('broken.prof: is in no format that perf-report reads\n');
    expect(stderr).to.contain('note: 1 file is no profile: notes.txt.\n');
    const model = JSON.parse(readFileSync(join(dir.path(), 'in/out/report.json'), 'utf8')) as { inputs: { file: string }[]; notes: { code: string }[] };
    expect(model.inputs.map(({ file }) => file)).to.deep.equal(['a.folded', 'broken.prof']);
    expect(model.notes.map((note) => note.code)).to.include('no-profiles');
    // The second run finds its first output beside the profiles, and leaves it out.
    const again = await run('in', '-o', 'in/out', '--json', '--quiet');
    expect([again.code, JSON.parse(again.stdout)]).to.deep.equal([0, model]);
    // Named, since they were not read; nothing else is printed when quiet.
    expect(again.stderr.split('\n').filter((line) => !line.startsWith(' '))).to.deep.equal(['broken.prof: is in no format that perf-report reads', '']);
  });

  it('writes only the formats that are asked for, over its own files only', async () => {
    dir.write('a.folded', 'main;a 1\n');
    expect((await run('a.folded', '-o', 'out', '--format', 'json', '--format', 'md')).code).to.equal(0);
    expect(readdirSync(join(dir.path(), 'out')).sort()).to.deep.equal(['report.json', 'summary.md']);
    expect((await run('a.folded', '-o', 'html', '--format', 'html')).code).to.equal(0);
    expect((await run('a.folded', '-o', 'html', '--format', 'html')).code).to.equal(0);
    expect(readdirSync(join(dir.path(), 'html')).sort()).to.deep.equal(['flame', 'index.html', 'report.css']);
    dir.write('site/index.html', 'my site');
    const refused = await run('a.folded', '-o', 'site');
    expect([refused.code, firstLine(refused)]).to.deep.equal([2, 'perf-report: site/index.html was not written by perf-report and is left as it is']);
  });

  it('ends with 3 where nothing could be read, and still writes the page that says why', async () => {
    dir.write('in/broken.prof', 'nonsense');
    const { code, stdout } = await run('in', '-o', 'out');
    expect(code).to.equal(3);
    expect(stdout).to.contain('Report: out/index.html\n');
    expect(readFileSync(join(dir.path(), 'out/index.html'), 'utf8')).to.contain('broken.prof');
    const top = await run('top', 'in/broken.prof', '--json');
    expect(top.code).to.equal(3);
    expect((JSON.parse(top.stdout) as { inputs: unknown }).inputs).to.deep.equal([
      { file: 'in/broken.prof', format: null, error: { message: 'is in no format that perf-report reads', place: '', hint: 'perf-report formats lists what is read and how it is recognised' } },
    ]);
  });

  it('takes words after -- as files, whatever they are called', async () => {
    dir.write('-dash.folded', 'main;a 1\n');
    dir.write('top', 'main;b 2\n');
    expect((await run('top', '--json', '--', '-dash.folded', 'top')).stdout).to.match(/"file":"\.\/-dash\.folded".*"file":"\.\/top"/);
    expect((await run('-o', 'out', '--', 'top')).code).to.equal(0);
    expect((await run('convert', '--to', 'folded', '--', '-dash.folded', '-')).stdout).to.contain('main;a 1\n');
  });

  it('converts to a file or standard output', async () => {
    dir.write('a.folded', 'main;a 1\nmain;b 2\n');
    expect((await run('convert', 'a.folded', 'a.speedscope.json')).code).to.equal(0);
    const speedscope = JSON.parse(readFileSync(join(dir.path(), 'a.speedscope.json'), 'utf8')) as { profiles: { endValue: number }[] };
    expect(speedscope.profiles[0]?.endValue).to.equal(3);
    const { code, stdout } = await run('convert', 'a.folded', '-', '--to', 'folded');
    expect(code).to.equal(0);
    expect(stdout.split('\n').filter((line) => !line.startsWith('#')).sort()).to.deep.equal(['', 'main;a 1', 'main;b 2']);
    expect(readdirSync(dir.path()).sort()).to.deep.equal(['a.folded', 'a.speedscope.json']);
  });

  it('names the profiles that a format for one leaves out', async () => {
    dir.write('two.folded', 'main;a 1 3\nmain;b 2 4\n');
    const folded = await run('convert', 'two.folded', 'out.folded');
    expect(folded.stderr).to.contain('"after" was written, left out: before; --profile writes another');
    expect(readFileSync(join(dir.path(), 'out.folded'), 'utf8')).to.contain('main;b 4\n');
    for (const args of [['two.folded', 'out.pb.gz'], ['two.folded', 'one.folded', '--profile', 'before']]) {
      expect((await run('convert', ...args)).stderr, args.join(' ')).to.not.contain('left out');
    }
  });

  it('survives a reader that stops reading', async () => {
    dir.write('a.folded', Array.from({ length: 20_000 }, (_, at) => `main;function_with_a_long_name_${at} ${at + 1}\n`).join(''));
    const child = spawn(process.execPath, [...cliArguments, 'top', 'a.folded', '--top', '0'], { cwd: dir.path(), stdio: ['ignore', 'pipe', 'pipe'] });
    let stderr = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => (stderr += text));
    child.stdout.once('data', () => child.stdout.destroy());
    const code = await new Promise((resolve) => child.on('close', resolve));
    expect([code, stderr]).to.deep.equal([0, '']);
  });

  it('completes commands, flags and choices in bash', async () => {
    dir.write('completion.bash', (await run('completion', 'bash')).stdout);
    dir.write('bin/perf-report', `#!/bin/sh\nexec ${[process.execPath, ...cliArguments].map((word) => `'${word}'`).join(' ')} "$@"\n`);
    chmodSync(join(dir.path(), 'bin/perf-report'), 0o755);
    const complete = (...words: string[]): string[] => {
      const script = `source ./completion.bash; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _perf_report_completions; printf '%s\\n' "\${COMPREPLY[@]}"`;
      const env = { ...process.env, PATH: `${dir.path()}/bin:${process.env['PATH'] ?? ''}` };
      return execFileSync('bash', ['-c', script, 'bash', 'perf-report', ...words], { cwd: dir.path(), encoding: 'utf8', env }).trim().split('\n');
    };
    expect(complete('con')).to.deep.equal(['convert']);
    expect(complete('top', 'x', '--st')).to.deep.equal(['--strip-dirs']);
    expect(complete('top', 'x', '--sort', '')).to.deep.equal(['self', 'total', 'calls']);
    expect((await run('completion', 'zsh')).stdout).to.contain('#compdef perf-report').and.to.contain('--get-yargs-completions');
  });

  it('does not let a hostile profile act on the terminal', async () => {
    const callFrame = { functionName: 'a\x1b[2J\x1b]0;owned\x07\u202Eb', scriptId: '1', url: 'file:///\x9b2J.js', lineNumber: 1, columnNumber: 1 };
    dir.write('a\x1b[2J.cpuprofile', JSON.stringify({ nodes: [{ id: 1, callFrame: { ...callFrame, functionName: '(root)' }, children: [2] }, { id: 2, callFrame }], startTime: 0, endTime: 2000, samples: [2, 2], timeDeltas: [0, 2000] }));
    for (const args of [['top', '.'], ['.', '-o', 'out']]) {
      const { stdout, stderr } = await run(...args);
      expect(stdout).to.contain('\\x1b[2J').and.to.contain('\\u202e');
      expect(`${stdout}${stderr}`).not.to.match(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e]/);
    }
    expect(existsSync(join(dir.path(), 'out/index.html'))).to.equal(true);
  });
});
