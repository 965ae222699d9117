import { join } from 'node:path';
import { packageRoot } from '../io/package-root.ts';

/** Directory of the programs that are put into a workload's process. */
export function injectDirectory(): string {
  return join(packageRoot(), 'src/collect/inject');
}
