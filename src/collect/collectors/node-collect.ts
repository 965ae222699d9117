import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Note } from '../../core/model/note.ts';
import type { Collected, CollectedFile } from './collector.ts';
import type { NodeRecording } from './node-preload.ts';
import { listRecordings, type ThreadRecording } from './node-recordings.ts';

/** Profiles that are kept, the heaviest first. */
const maxProfiles = 20;

/** How the parts of one kind of profile are put together. */
export interface ProfileKind<T> {
  readonly recording: NodeRecording;
  /** Name and extension of the files in the run directory. */
  readonly name: string;
  readonly extension: string;
  /** How heavy a profile is: the heaviest is shown first. */
  readonly weigh: (profile: T) => number;
  readonly merge: () => { add(part: T): void; finish(): T };
}

interface Candidate {
  readonly thread: ThreadRecording;
  readonly path: string;
  readonly weight: number;
}

/** Makes one file of each thread's parts. The workload comes before package managers, the heavier thread before the lighter. */
export async function collectRecordings<T>(kind: ProfileKind<T>, dir: string): Promise<Collected> {
  const { threads, notes } = await listRecordings(kind.recording, dir);
  if (threads.length === 0 && notes.length === 0) {
    notes.push({ code: 'no-profile', text: 'no Node.js process loaded the profiler: does the command start one, and leave NODE_OPTIONS as it is?' });
  }
  const candidates: Candidate[] = [];
  for (const thread of threads) {
    if (thread.parts.length === 0) continue;
    try {
      candidates.push({ thread, ...(await joinParts(kind, thread, join(dir, `joined-${candidates.length}.json`))) });
    } catch (error) {
      if (!(error instanceof SyntaxError || error instanceof TypeError || error instanceof RangeError)) throw error;
      notes.push({ code: 'broken-profile', text: `the profile of ${thread.title} is broken and was left out: ${error.message.slice(0, 200)}` });
    }
  }
  candidates.sort((a, b) => Number(a.thread.wrapper) - Number(b.thread.wrapper) || b.weight - a.weight);
  const kept = candidates.slice(0, maxProfiles);
  const files = kept.map(({ path }, index): CollectedFile => ({ path, name: `${kind.name}${index === 0 ? '' : `-${index + 1}`}.${kind.extension}` }));
  notes.push(...threadNotes(threads), ...fileNotes(kept, files, candidates.length));
  return { files, notes };
}

async function joinParts<T>(kind: ProfileKind<T>, { parts }: ThreadRecording, target: string): Promise<{ path: string; weight: number }> {
  const [only, ...more] = parts as [string, ...string[]];
  if (more.length === 0) return { path: only, weight: weightOf(kind, await readPart<T>(only)) };
  const merger = kind.merge();
  for (const path of parts) merger.add(await readPart<T>(path));
  const profile = merger.finish();
  await writeFile(target, JSON.stringify(profile));
  return { path: target, weight: weightOf(kind, profile) };
}

async function readPart<T>(path: string): Promise<T> {
  return JSON.parse(await readFile(path, 'utf8')) as T;
}

function weightOf<T>(kind: ProfileKind<T>, profile: T): number {
  const weight = kind.weigh(profile);
  if (!Number.isFinite(weight)) throw new TypeError('it holds no numbers');
  return weight;
}

function threadNotes(threads: readonly ThreadRecording[]): Note[] {
  const notes: Note[] = [];
  const silent = threads.filter(({ parts }) => parts.length === 0);
  const processes = silent.filter(({ worker }) => !worker);
  const workers = silent.filter(({ worker }) => worker);
  const cut = threads.filter(({ parts, complete }) => parts.length > 0 && !complete);
  if (processes.length > 0) notes.push({ code: 'no-profile', text: `${describe(processes)} ended without a profile: killed by a signal that cannot be caught, or aborted, in the first two seconds` });
  if (workers.length > 0) notes.push({ code: 'no-worker-profile', text: `${describe(workers)} ended without a profile: terminated by the program in the first two seconds, as Node does with the thread of a module loader like tsx` });
  if (cut.length > 0) notes.push({ code: 'cut-profile', text: `${describe(cut)} ended early (killed, aborted, or terminated by the program): the last part of the profile is missing` });
  return notes;
}

function describe(threads: readonly ThreadRecording[]): string {
  const first = (threads[0] as ThreadRecording).title;
  return threads.length === 1 ? first : `${first} and ${threads.length - 1} more threads`;
}

function fileNotes(kept: readonly Candidate[], files: readonly CollectedFile[], found: number): Note[] {
  const notes: Note[] = [];
  if (kept.length > 1) notes.push({ code: 'several-threads', text: `${kept.map(({ thread }, index) => `${(files[index] as CollectedFile).name} is ${thread.title}`).join('; ')}` });
  if (found > kept.length) notes.push({ code: 'more-threads', text: `${found - kept.length} lighter profiles of other threads were left out` });
  return notes;
}
