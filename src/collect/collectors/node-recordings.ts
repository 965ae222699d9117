import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Note } from '../../core/model/note.ts';
import { listLeft } from './left-files.ts';
import type { NodeRecording } from './node-preload.ts';

/** Larger parts are left out: V8 strings end at 512 MiB. */
const maxPartBytes = 500 * 1024 ** 2;

/** What one thread recorded. */
export interface ThreadRecording {
  /** As "photo-app.mjs, process 31" or "worker thread 2 of photo-app.mjs, process 31". */
  readonly title: string;
  readonly worker: boolean;
  /** Started by a package manager for itself: npm, npx, yarn and the like. */
  readonly wrapper: boolean;
  /** Paths of its parts in the order of time. */
  readonly parts: readonly string[];
  /** False where the thread ended before it could write its last part. */
  readonly complete: boolean;
}

const wrapperScripts = /^(npm|npx|yarn|yarnpkg|pnpm|pnpx|corepack)(-cli)?(-[0-9.]+)?(\.[cm]?js)?$/;

/** Lists the threads that left something in `dir`, and the complaints of the recorder as notes. */
export async function listRecordings(recording: NodeRecording, dir: string): Promise<{ threads: ThreadRecording[]; notes: Note[] }> {
  const files = await listLeft(dir);
  const threads: ThreadRecording[] = [];
  for (const file of files.filter((name) => name.startsWith(`${recording}-`) && name.endsWith('.started')).sort(byNumbers)) {
    threads.push(await threadOf(recording, dir, file.slice(0, -'.started'.length), files));
  }
  return { threads, notes: await problemNotes(dir, files) };
}

async function threadOf(recording: NodeRecording, dir: string, name: string, files: readonly string[]): Promise<ThreadRecording> {
  const [, process = '', thread = ''] = name.split('-');
  // A worker thread does not know its own file yet when the recorder starts; its process does.
  const main = `${recording}-${process}-0.started`;
  const script = files.includes(main) ? (await readFile(join(dir, main), 'utf8')).slice(0, 80) : 'node';
  const program = `${script}, process ${process}`;
  const own = files.filter((file) => file.startsWith(`${name}-`) && file.endsWith('.json')).sort(byNumbers);
  const parts: string[] = [];
  for (const file of own) if ((await stat(join(dir, file))).size <= maxPartBytes) parts.push(join(dir, file));
  return {
    title: thread === '0' ? program : `worker thread ${thread} of ${program}`,
    worker: thread !== '0',
    wrapper: thread === '0' && wrapperScripts.test(script),
    parts,
    complete: parts.length === own.length && own.at(-1)?.endsWith('-last.json') === true,
  };
}

function byNumbers(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true });
}

/** One note for each different complaint, with the number of threads that had it. */
async function problemNotes(dir: string, files: readonly string[]): Promise<Note[]> {
  const counts = new Map<string, number>();
  for (const file of files.filter((name) => name.startsWith('problem-'))) {
    const text = (await readFile(join(dir, file), 'utf8')).trim().slice(0, 200);
    counts.set(text, (counts.get(text) ?? 0) + 1);
  }
  return [...counts].map(([text, count]) => ({ code: 'node-problem', text: `${count} threads of Node.js could not record: ${text}` }));
}
