import { readFileSync } from 'node:fs';

/** Version of this program, from its package.json (two folders up from src/io and from dist/io). */
export function toolVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
  if (typeof manifest === 'object' && manifest !== null && 'version' in manifest && typeof manifest.version === 'string') return manifest.version;
  throw new Error('package.json has no version');
}
