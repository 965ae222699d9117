import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A fresh directory for each test of the surrounding `describe`, removed after it. */
export function useTempDir(): { readonly path: () => string; readonly write: (name: string, content: string | Uint8Array) => string } {
  let directory = '';
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'perf-report-test-'));
  });
  afterEach(() => {
    rmSync(directory, { recursive: true, force: true });
  });
  return {
    path: () => directory,
    write(name, content) {
      const path = join(directory, name);
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(path, content);
      return path;
    },
  };
}

/** The error that `promise` is rejected with; fails where it is fulfilled. */
export async function rejection(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error('it was expected to fail');
}
