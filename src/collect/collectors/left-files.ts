import { readdir } from 'node:fs/promises';

/** Names in a directory that a workload had its hands on; none where it is gone or may not be read. */
export async function listLeft(directory: string): Promise<readonly string[]> {
  try {
    return (await readdir(directory)).sort();
  } catch (error) {
    if (error instanceof Error && 'code' in error) return [];
    throw error;
  }
}
