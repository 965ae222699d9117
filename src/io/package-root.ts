import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const manifestName = 'package.json';

/** The directory of this package: the nearest above this file, wherever the build put it, that holds a package.json. */
export function packageRoot(): string {
  let directory = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(directory, manifestName))) {
    const above = dirname(directory);
    if (above === directory) throw new Error(`no ${manifestName} above ${fileURLToPath(import.meta.url)}`);
    directory = above;
  }
  return directory;
}
