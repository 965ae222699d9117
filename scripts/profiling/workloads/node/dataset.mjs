import { Buffer } from 'node:buffer';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { pid } from 'node:process';
import { NumberStream } from './number-stream.mjs';

/** Raised whenever the same seed gives another data set. */
const VERSION = 1;
const SEED = 20260;
const SIDE = 32;
const SCENES = [
  { name: 'beach', top: [90, 160, 230], bottom: [220, 200, 150], noise: 12 },
  { name: 'forest', top: [60, 90, 50], bottom: [70, 60, 30], noise: 40 },
  { name: 'night', top: [5, 5, 20], bottom: [30, 25, 20], noise: 10 },
  { name: 'snow', top: [200, 215, 235], bottom: [245, 245, 250], noise: 8 },
  { name: 'sunset', top: [90, 50, 110], bottom: [230, 110, 50], noise: 14 },
];
const CAMERAS = ['NIKON  Z 6', 'Canon EOS R7', 'PIXEL 8', 'FUJIFILM  X-T5', 'iPhone 15'];

function fileOf(root) {
  return join(root, `v${VERSION}-seed${SEED}`, 'thumbnails.json');
}

/** Makes the file of photos with their thumbnails where it is missing or has fewer than `count`; written beside and renamed. */
export function generate(root, count) {
  const file = fileOf(root);
  if (existsSync(file) && JSON.parse(readFileSync(file, 'utf8')).length >= count) return;
  mkdirSync(dirname(file), { recursive: true });
  const part = `${file}.${pid}`;
  writeFileSync(part, JSON.stringify(Array.from({ length: count }, (_, number) => makePhoto(number))));
  renameSync(part, file);
}

/** The text of the catalogue; throws where it is missing. */
export function readCatalogue(root) {
  const file = fileOf(root);
  if (!existsSync(file)) throw new Error(`no data set in ${root}; make it: tag.mjs generate`);
  return readFileSync(file, 'utf8');
}

function makePhoto(number) {
  const numbers = new NumberStream(SEED, number);
  const scene = numbers.pick(SCENES);
  const pair = (value) => String(value).padStart(2, '0');
  return {
    path: `2021/${pair(Math.floor(number / 100))} album/IMG_${number}.PNG`,
    taken: `2021-08-${pair(1 + (number % 28))}T${pair(numbers.between(7, 22))}:${pair(numbers.between(0, 59))}:00`,
    camera: numbers.pick(CAMERAS),
    pixels: paint(scene, numbers).toString('base64'),
  };
}

function paint(scene, numbers) {
  const bytes = new Uint8ClampedArray(SIDE * SIDE * 3);
  for (let at = 0; at < bytes.length; at += 3) {
    const part = at / bytes.length;
    const grain = numbers.between(-scene.noise, scene.noise);
    for (let channel = 0; channel < 3; channel += 1) bytes[at + channel] = Math.floor(scene.top[channel] * (1 - part) + scene.bottom[channel] * part) + grain;
  }
  return Buffer.from(bytes.buffer);
}
