import { closeSync, fstatSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { cannotUse } from './disk-error.ts';

/** A small file that a measuring program appends its result to. */
export interface ScratchFile {
  readonly path: string;
  /** All that was written. */
  read(): string;
}

/** The files of one execution. */
export interface Scratch {
  /** Makes an empty file. Throws InputError where the disk refuses. */
  file(name: string): ScratchFile;
  /** Removes all of them. */
  close(): void;
}

/**
 * Files below `directory` that stay readable whatever the workload does meanwhile: they are opened
 * before it starts (so it may remove them) and hold a line already (so their block is taken and it may fill the disk).
 */
export function openScratch(directory: string): Scratch {
  const opened = new Map<string, number>();
  return {
    file(name) {
      const path = join(directory, name);
      try {
        const descriptor = openSync(path, 'w+');
        opened.set(path, descriptor);
        writeSync(descriptor, '\n');
        return { path, read: () => readWhole(descriptor) };
      } catch (error) {
        throw cannotUse(path, error);
      }
    },
    close() {
      for (const [path, descriptor] of opened) {
        closeSync(descriptor);
        rmSync(path, { force: true });
      }
      opened.clear();
    },
  };
}

function readWhole(descriptor: number): string {
  const bytes = Buffer.alloc(fstatSync(descriptor).size);
  return bytes.toString('utf8', 0, readSync(descriptor, bytes, 0, bytes.length, 0));
}
