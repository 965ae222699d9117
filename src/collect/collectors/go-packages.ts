import { splitCommand, type Word } from '../program-words.ts';
import { skipPrefixes } from '../program-prefixes.ts';
import { runBriefly } from './run-briefly.ts';

/** A `go test` command, taken apart. */
export interface GoTest {
  /** Where flags may be put in: behind the word `test`. */
  readonly flagsAt: number;
  /** `-C DIR` where it is given. */
  readonly directory: string | null;
  /** Package patterns as written; none means the current directory. */
  readonly packages: readonly string[];
  /** Names of the flags before `-args`, without dashes and `test.`. */
  readonly flags: ReadonlySet<string>;
}

/** Flags of `go test` that take no word behind them. */
const booleans = new Set(
  'a asan benchmem buildvcs c cover failfast fullpath i json linkshared modcacherw msan n race short trimpath v work x artifacts'.split(' '),
);

/** Finds the one `go test` in a command line; null where there is none or more than one command. */
export function readGoTest(command: string): GoTest | null {
  const { commands } = splitCommand(command);
  const tests = commands.map(skipPrefixes).filter((words) => words[0]?.text === 'go' || words[0]?.text.endsWith('/go') === true).map(readWords).filter((test) => test !== null);
  return tests.length === 1 ? (tests[0] as GoTest) : null;
}

function readWords(words: readonly Word[]): GoTest | null {
  const second = words[1]?.text ?? '';
  const directory = second === '-C' ? (words[2]?.text ?? null) : second.startsWith('-C=') ? second.slice(3) : null;
  const at = second === '-C' ? 3 : directory === null ? 1 : 2;
  const test = words[at];
  if (test?.text !== 'test') return null;
  const packages: string[] = [];
  const flags = new Set<string>();
  for (let i = at + 1; i < words.length; i++) {
    const { text } = words[i] as Word;
    if (text === '-args' || text === '--args') break;
    const flag = /^--?(?:test\.)?([\w-]+)(=?)/.exec(text);
    if (flag === null) packages.push(text);
    else {
      const name = flag[1] as string;
      flags.add(name);
      if (flag[2] === '' && !booleans.has(name)) i += 1;
    }
  }
  return { flagsAt: test.end, directory, packages, flags };
}

/** Packages that the patterns name, as `go list` counts them; a reason where it does not run. */
export async function countPackages({ packages, directory }: GoTest, place: { readonly cwd: string; readonly env: Readonly<Record<string, string>> }): Promise<number | string> {
  const { exitCode, stdout, stderr, startError } = await runBriefly('go', [...(directory === null ? [] : ['-C', directory]), 'list', '--', ...packages], place);
  if (startError !== null) return startError;
  if (exitCode !== 0) return `go list failed: ${stderr.trim().slice(0, 200)}`;
  return stdout.split('\n').filter((line) => line !== '').length;
}
