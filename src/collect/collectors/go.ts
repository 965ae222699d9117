import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Note } from '../../core/model/note.ts';
import { quoteWord } from '../program-words.ts';
import type { Collected, CollectedFile, Collector, CollectorContext, PreparedCommand, Probe } from './collector.ts';
import { countPackages, readGoTest } from './go-packages.ts';
import { runBriefly } from './run-briefly.ts';

/** The flags of `go test` that write profiles, and the files. */
const profiles = [
  { flag: 'cpuprofile', name: 'cpu.pb.gz' },
  { flag: 'memprofile', name: 'mem.pb.gz' },
] as const;

/** `go test -cpuprofile -memprofile`. */
export const goTest: Collector = {
  id: 'go',
  title: 'Go profiler',
  records: 'CPU time and allocated memory of the tests and benchmarks of one Go package',
  suits: ({ language }) => language === 'go-test',
  probe,
  prepare: (command, dir) => Promise.resolve(withFlags(command, dir)),
  collect: (dir) => collect(dir),
};

async function probe(context: CollectorContext): Promise<Probe> {
  const { exitCode, stdout, startError } = await runBriefly('go', ['version'], context);
  if (startError !== null || exitCode !== 0) return { works: false, reason: startError === null ? `go version ended with ${String(exitCode)}` : `go does not start: ${startError}`, remedy: 'install Go from https://go.dev/dl, and put it into PATH' };
  const version = /go version (\S+)/.exec(stdout)?.[1] ?? 'go';
  if (context.program.words === null) return { works: true, version };
  const test = readGoTest(context.program.words.map(quoteWord).join(' '));
  if (test === null) return { works: false, reason: 'the command is no `go test`', remedy: 'profile a command that begins with `go test`, or use the profiler own' };
  const count = await countPackages(test, context);
  if (typeof count === 'string') return { works: false, reason: count, remedy: 'let `go list` work in the directory of the workload' };
  if (count !== 1) return { works: false, reason: `go test writes profiles of one package at a time, and the command names ${count}`, remedy: 'make a workload for the package that matters, as `go test -bench . ./internal/decode`' };
  return { works: true, version };
}

/** Flags that the command itself gives stand behind ours and win: their file is then not here. */
function withFlags({ command, env }: PreparedCommand, dir: string): PreparedCommand {
  const test = readGoTest(command);
  if (test === null) return { command, env };
  const flags = profiles.map(({ flag, name }) => ` -${flag}=${quoteWord(join(dir, name))}`);
  // Without -o, a test that is profiled leaves its binary in the working directory.
  const all = [...flags, ...(test.flags.has('o') ? [] : [` -o=${quoteWord(join(dir, 'package.test'))}`])].join('');
  return { command: command.slice(0, test.flagsAt) + all + command.slice(test.flagsAt), env };
}

async function collect(dir: string): Promise<Collected> {
  const files: CollectedFile[] = [];
  const notes: Note[] = [];
  for (const { flag, name } of profiles) {
    const size = await sizeOf(join(dir, name));
    if (size !== null && size > 0) files.push({ path: join(dir, name), name });
    else notes.push({ code: 'no-profile', text: `go test wrote no ${name}: ${size === null ? `did it fail to build, or give -${flag} itself?` : 'it was killed before the end'}` });
  }
  return { files, notes };
}

async function sizeOf(path: string): Promise<number | null> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if (error instanceof Error && 'code' in error) return null;
    throw error;
  }
}
