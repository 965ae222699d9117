import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { jenkinsfileText } from '../src/commands/init-jenkinsfile.ts';
import { ciProtocol } from '../src/config/ci-protocol.ts';

/** What a controller takes from this repository says one thing: vars, their help, the manual, the launchers. */

const root = fileURLToPath(new URL('..', import.meta.url));
const read = (path: string): string => readFileSync(join(root, path), 'utf8');
const vars = read('vars/profileRun.groovy');
const parameters = read('src/perfreport/StepParameters.groovy');

/** Names of parameters as the library checks them: all, and those that profileReport does not know. */
function declared(): { all: string[]; runOnly: string[] } {
  const types = /TYPES = \[([^\]]*)\]/.exec(parameters)?.[1] ?? '';
  const runOnly = /RUN_ONLY = \[([^\]]*)\]/.exec(parameters)?.[1] ?? '';
  return { all: [...types.matchAll(/(\w+): '/g)].map(([, name]) => name ?? ''), runOnly: [...runOnly.matchAll(/'(\w+)'/g)].map(([, name]) => name ?? '') };
}

function known(mode: 'run' | 'report'): string[] {
  const { all, runOnly } = declared();
  return all.filter((name) => (mode === 'run' ? name !== 'dir' : !runOnly.includes(name))).sort();
}

/** First words of the indented lines behind "Parameters". */
function helped(path: string): string[] {
  const [, list = ''] = read(path).split('Parameters, all optional:\n');
  const lines = list.split('\n');
  return lines.slice(0, lines.indexOf('')).map((line) => line.trim().split(/\s+/)[0] ?? '').sort();
}

/** Names in the first column of the table behind a mark in docs/jenkins.md. */
function documented(mark: string): string[] {
  const table = read('docs/jenkins.md').split(`<!-- parameters: ${mark} -->\n`)[1]?.trimStart().split('\n\n')[0] ?? '';
  return table.split('\n').slice(2).flatMap((row) => [...(row.split('|')[1] ?? '').matchAll(/`(\w+)`/g)].map(([, name]) => name ?? '')).sort();
}

describe('the Jenkins library', () => {
  it('holds no symlink, which makes a controller refuse the whole checkout', () => {
    const links = execFileSync('git', ['ls-files', '-s'], { cwd: root, encoding: 'utf8', maxBuffer: 64 * 1024 ** 2 }).split('\n').filter((line) => line.startsWith('120000'));
    expect(links).to.deep.equal([]);
  });

  it('has the same parameters in code, help and manual', () => {
    expect(known('run')).to.include('workload').and.to.have.length.above(10);
    expect(helped('vars/profileRun.txt')).to.deep.equal(known('run'));
    expect(documented('run')).to.deep.equal(known('run'));
    expect(helped('vars/profileReport.txt')).to.deep.equal(known('report'));
    expect(documented('report')).to.deep.equal(known('report'));
  });

  it('returns what help and manual promise', () => {
    const returned = [.../\n {4}return \[\n {8}(verdict: [\s\S]*?)\n {4}\]/.exec(vars)?.[1]?.matchAll(/(?:^|, |\n +)(\w+): /g) ?? []].map(([, name]) => name ?? '');
    const later = [...new Set([...vars.matchAll(/said\.(\w+) = /g)].map(([, name]) => name ?? ''))];
    const names = [...returned, ...later].sort();
    expect(names).to.include('message');
    for (const path of ['vars/profileRun.txt', 'vars/profileReport.txt']) expect(/Returns a map: (.*)\./.exec(read(path))?.[1]?.split(', ').sort(), path).to.deep.equal(names);
    expect([...(/It returns a map: (.*)\./.exec(read('docs/jenkins.md'))?.[1] ?? '').matchAll(/`(\w+)`/g)].map(([, name]) => name ?? '').sort()).to.deep.equal(names);
  });

  it('speaks the protocol of the program', () => {
    expect(vars).to.include(`static final int PROTOCOL = ${ciProtocol}\n`);
    expect(read('docs/ci-protocol.md')).to.include(`protocol **${ciProtocol}**`);
    for (const launcher of ['scripts/library/launch.sh', 'scripts/library/launch.cmd']) {
      const text = read(launcher);
      expect(text, launcher).to.include('@PROTOCOL@').and.to.include('perf-report@@VERSION@');
      expect(text, launcher).to.match(/exit (\/b )?90/).and.to.match(/exit (\/b )?91/);
    }
  });

  it('knows every parameter that our own Jenkinsfiles give', () => {
    const files = { 'Jenkinsfile': read('Jenkinsfile'), 'Jenkinsfile.example': read('Jenkinsfile.example'), 'one workload': jenkinsfileText(['sample']), 'two': jenkinsfileText(['sample', 'node']) };
    for (const [name, text] of Object.entries(files)) {
      const call = /profileRun\(([\s\S]*)\)/.exec(text)?.[1]?.replace(/\/\/.*|\{[\s\S]*\}|\[[^[\]]*\]|\[[^[\]]*(\[[^[\]]*\][^[\]]*)*\]|'[^']*'/g, '') ?? '';
      const given = [...call.matchAll(/(\w+):/g)].map(([, parameter]) => parameter ?? '');
      expect(given, name).to.include('workload');
      expect(known('run'), name).to.include.members(given);
    }
  });
});
