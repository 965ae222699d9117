import { expect } from 'chai';
import { ownerOf } from '../../../src/core/analysis/code-owner.ts';
import { isWaiting } from '../../../src/core/analysis/waiting.ts';
import { displayPaths } from '../../../src/core/analysis/identity/display-paths.ts';
import { profileFromStacks } from '../../helpers/stacks.ts';

const paths = displayPaths(profileFromStacks('x 1').frames, []);

describe('ownerOf', () => {
  const cases: readonly [string, string, string][] = [
    ['dedupe', '/app/work.py', 'own'],
    ['<listcomp>', '/app/work.py', 'own'],
    ["<method 'append' of 'list' objects>", '~', 'runtime'],
    ['<built-in method builtins.len>', '~', 'runtime'],
    ['loads', '/usr/lib/python3.11/json/__init__.py', 'runtime'],
    ['get', '/venv/lib/python3.11/site-packages/requests/api.py', 'library'],
    ['(garbage collector)', '', 'runtime'],
    ['runtime.mallocgc', '', 'runtime'],
    ['main.work', '', 'own'],
    ['do_syscall_64_[k]', '', 'runtime'],
  ];
  for (const [name, file, owner] of cases) it(`${name} in ${file || 'no file'} is ${owner}`, () => expect(ownerOf(name, file, paths)).to.equal(owner));
});

describe('isWaiting', () => {
  const waits = ['<built-in method time.sleep>', '{built-in method time.sleep}', "<method 'acquire' of '_thread.lock' objects>", "<method 'recv_into' of '_socket.socket' objects>", "<method 'poll' of 'select.epoll' objects>", '<built-in method posix.waitpid>', '(idle)', 'runtime.futex', 'epoll_wait', 'time.Sleep'];
  for (const name of waits) it(`${name} waits`, () => expect(isWaiting(name, false)).to.equal(true));

  const computes = ["<method 'join' of 'str' objects>", "<method 'get' of 'dict' objects>", "<method 'read' of '_io.BufferedReader' objects>", 'sleepy_hollow', 'runtime.mallocgc', 'dedupe'];
  for (const name of computes) it(`${name} computes`, () => expect(isWaiting(name, false)).to.equal(false));

  it('a plain word is waiting only outside own code', () => {
    expect(isWaiting('select', true)).to.equal(false);
    expect(isWaiting('select', false)).to.equal(true);
  });
});
