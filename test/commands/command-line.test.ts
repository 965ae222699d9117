import { expect } from 'chai';
import { commandNames } from '../../src/commands/command-names.ts';
import { runCommandLine } from '../../src/commands/command-line.ts';
import { commands } from '../../src/commands/index.ts';
import type { UserError } from '../../src/core/errors.ts';
import { rejection, useTempDir } from '../helpers/temp-dir.ts';

describe('runCommandLine', () => {
  const dir = useTempDir();

  // Each is refused before the command runs: nothing is read or written.
  for (const [args, message, hint] of [
    ['', 'name a directory of profiles: perf-report <dir>', /perf-report --help/],
    ['repotr', 'there is no command and no directory "repotr"', /did you mean perf-report report\?/],
    ['tpo FILE', 'there is no command and no directory "tpo"', /did you mean perf-report top\?/],
    ['missing-directory', 'there is no file or directory "missing-directory"', /name a directory/],
    ['20261122', 'there is no file or directory "20261122"', /name a directory/],
    ['./tpo', 'there is no file or directory "./tpo"', /name a directory/],
    ['top', 'top needs a profile', /perf-report --help/],
    ['FILE --foramt html', 'there is no flag --foramt', /did you mean --format\?/],
    ['FILE --max-szie=3', 'there is no flag --max-szie', /did you mean --max-size\?/],
    ['FILE --nonsense', 'there is no flag --nonsense', /lists the flags/],
    ['FILE -x', 'there is no flag -x', /lists the flags/],
    ['FILE --top', '--top needs a value', /says which/],
    ['FILE --color', '--color needs a value', /says which/],
    ['FILE --top 3 --top 4', '--top is given 2 times', /once/],
    ['FILE --max-size 3apples', '--max-size needs a size, not "3apples"', /25MiB/],
    ['FILE --format htm', '--format: "htm" is none of html, json, md, junit', /html,json/],
    ['FILE --focus (', '--focus: Invalid regular expression: /(/: Unterminated group', /backslash/],
    ['top FILE --sort slef', '--sort: "slef" is none of self, total, calls', /did you mean self\?/],
    ['top FILE --top ten', '--top needs a whole number of 0 or more, not "ten"', /--top 20/],
    ['top FILE --color sometimes', '--color: "sometimes" is none of auto, always, never', /undefined/],
    ['convert FILE', 'convert needs two words: the profile and the file to write', /perf-report --help/],
    ['convert FILE -', 'standard output has no ending that says the format', /add --to/],
    ['convert FILE x.unknown', 'the ending of "x.unknown" says no format', /add --to/],
    ['convert FILE - --to fodled', '--to: there is no format "fodled"', /did you mean folded\?/],
    ['convert - x.folded', 'there is no file or directory "-"', /name a directory/],
    ['formats extra', '"extra" is one word too many', /says what it takes/],
    ['completion fish', 'shell: "fish" is none of bash, zsh', /undefined/],
  ] as const) {
    it(`refuses: perf-report ${args}`, async () => {
      const file = dir.write('a.folded', 'main;a 1\n');
      const words = args.split(' ').filter((word) => word !== '');
      const error = await rejection(runCommandLine(words.map((word) => (word === 'FILE' ? file : word))));
      // By name: a command that is loaded when it runs has its own copy of the class under the tests' loader.
      expect((error as Error).name, String(error)).to.equal('UserError');
      expect((error as UserError).message).to.equal(message);
      expect(String((error as UserError).hint)).to.match(hint);
    });
  }

  it('knows the names of its commands', () => {
    expect(commands.map(({ command }) => [command].flat()[0]?.split(' ')[0])).to.deep.equal(commandNames);
  });
});
