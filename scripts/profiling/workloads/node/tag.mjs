/*
 * A small photo tagger on generated thumbnails, the sample workload for Node:
 *   node tag.mjs generate            makes the data set where it is missing
 *   node tag.mjs [--counters FILE]   parse, decode, measure, classify by rules, tag
 * Environment: ASSETS (how many photos), SLOW=1 (the slow twin: same results, many small arrays and objects),
 * PHOTO_DATA (directory of the data set, else logs_local/photo-data of this repository).
 */
import console from 'node:console';
import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { generate, readCatalogue } from './dataset.mjs';
import { tagPhoto } from './photo.mjs';

const repository = resolve(dirname(fileURLToPath(import.meta.url)), '../../../..');
const root = process.env.PHOTO_DATA || join(repository, 'logs_local', 'photo-data');
const count = Number(process.env.ASSETS || 2000);
const slow = !['', '0', undefined].includes(process.env.SLOW);

function writeCounters(file, counters) {
  mkdirSync(dirname(resolve(file)), { recursive: true });
  writeFileSync(file, `${JSON.stringify(counters)}\n`);
}

function tagAll(counters) {
  const entries = JSON.parse(readCatalogue(root)).slice(0, count);
  if (entries.length < count) throw new Error(`${count} photos wanted, ${entries.length} are in ${root}; make them: tag.mjs generate`);
  const rows = entries.map((entry) => tagPhoto(entry, slow));
  if (counters !== undefined) writeCounters(counters, { assets: rows.length, tags: rows.reduce((sum, { tags }) => sum + tags.length, 0) });
  console.log(`${rows.length} assets, digest ${createHash('sha256').update(JSON.stringify(rows)).digest('hex')}`);
}

try {
  if (!(count >= 1 && Number.isInteger(count))) throw new Error(`ASSETS=${process.env.ASSETS}: a whole number from 1 is wanted`);
  const { positionals, values } = parseArgs({ allowPositionals: true, options: { counters: { type: 'string' } } });
  if (positionals[0] === 'generate') generate(root, count);
  else tagAll(values.counters);
} catch (error) {
  console.error(error.message);
  process.exitCode = 2;
}
