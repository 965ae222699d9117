import { closeSync, openSync, writeSync } from 'node:fs';
import { makeRandom } from './random.ts';

/** Shares of real files: a short `tsc` run is nearly all nodes, an hour of a server nearly all samples. */
export type CpuprofileShape = 'nodes' | 'samples';

/**
 * Writes a .cpuprofile of about `bytes` bytes, the same for the same arguments. Names, depth (about 70
 * on average), fan-out (four of five nodes have one child) and line ticks are as in a recorded `tsc` run.
 */
export function generateCpuprofile(path: string, bytes: number, shape: CpuprofileShape): void {
  const random = makeRandom(shape === 'nodes' ? 3 : 4);
  // 216 bytes a node and 10 a sample, as measured on the output.
  const nodeCount = Math.round((shape === 'nodes' ? bytes * 0.93 : Math.min(bytes * 0.1, 10e6)) / 216);
  const sampleCount = Math.round((bytes - nodeCount * 216) / 10.05);
  const file = openSync(path, 'w');
  try {
    writeNodes(file, nodeCount, random);
    writeSync(file, ',"startTime":1840000000,');
    const deltas: number[] = [];
    let total = 0;
    for (let i = 0; i < sampleCount; i++) {
      const delta = random() < 0.0005 ? -1 - Math.floor(6 * random()) : 230 + Math.floor(90 * random() * random()) + (random() < 0.01 ? 4000 : 0);
      total += delta;
      deltas.push(delta);
    }
    writeSync(file, `"endTime":${1840000000 + total + 117},"samples":[`);
    let node = 1;
    writeList(file, sampleCount, () => (random() < 0.3 ? node : (node = 2 + Math.floor((nodeCount - 1) * skewed(random)))));
    writeSync(file, '],"timeDeltas":[');
    writeList(file, sampleCount, (i) => deltas[i] as number);
    writeSync(file, ']}');
  } finally {
    closeSync(file);
  }
}

/** Below 1; a tenth of the nodes has nearly half of the samples, as in the recorded run. */
function skewed(random: () => number): number {
  return random() * random() * random();
}

function writeNodes(file: number, count: number, random: () => number): void {
  const callFrames = makeCallFrames(random);
  const children: number[][] = Array.from({ length: count + 1 }, () => []);
  const frameOf = new Int32Array(count + 1);
  // Functions call few others: in the recorded run a node's function follows from the one before in 56 of 100 cases.
  const callees = callFrames.map((_, i) => Array.from({ length: i < 3 ? 60 : 1 + Math.floor(9 * random() * random()) }, () => 3 + Math.floor((callFrames.length - 3) * random())));
  // A new node hangs below the last one, or one of its callers: deep, narrow trees.
  const open = [1];
  for (let id = 2; id <= count; id++) {
    if (random() < 0.2) open.length = Math.max(Math.min(open.length, 5), open.length - 1 - Math.floor(60 * random() * random()));
    if (open.length > 180) open.length = 40;
    (children[open.at(-1) as number] as number[]).push(id);
    const next = callees[frameOf[open.at(-1) as number] as number] as readonly number[];
    frameOf[id] = id < 4 ? id - 1 : (next[Math.floor(next.length * random() * random())] as number);
    if (id > 3) open.push(id);
  }
  let text: string[] = [];
  writeSync(file, '{"nodes":[');
  for (let id = 1; id <= count; id++) {
    const list = children[id] as number[];
    const hits = random() < 0.15 ? 1 + Math.floor(3 * random()) : 0;
    const ticks = hits > 0 ? `,"positionTicks":[{"line":${1 + Math.floor(40000 * random())},"ticks":${hits}}]` : '';
    text.push(`${id > 1 ? ',' : ''}{"id":${id},"callFrame":${callFrames[frameOf[id] as number] as string},"hitCount":${hits}${list.length > 0 ? `,"children":[${list.join(',')}]` : ''}${ticks}}`);
    if (text.length === 2000) {
      writeSync(file, text.join(''));
      text = [];
    }
  }
  writeSync(file, `${text.join('')}]`);
}

function makeCallFrames(random: () => number): string[] {
  const words = ['check', 'resolve', 'get', 'emit', 'Type', 'Symbol', 'Node', 'Expression', 'Signature', 'forEach', 'visit', 'bind', 'create', 'is', 'Call', 'Declaration'];
  const word = (): string => words[Math.floor(words.length * random())] as string;
  const frames = ['(root)', '(program)', '(garbage collector)'].map((name) => `{"functionName":"${name}","scriptId":"0","url":"","lineNumber":-1,"columnNumber":-1}`);
  while (frames.length < 2700) {
    const name = random() < 0.12 ? '' : `${word()}${word()}${word()}${frames.length}`;
    const file = Math.floor(40 * random() * random());
    frames.push(`{"functionName":"${name}","scriptId":"${60 + file}","url":"file:///srv/build/node_modules/compiler/lib/part-${file}.js","lineNumber":${Math.floor(130000 * random())},"columnNumber":${Math.floor(40 * random())}}`);
  }
  return frames;
}

function writeList(file: number, count: number, valueAt: (index: number) => number): void {
  let text: number[] = [];
  for (let i = 0; i < count; i++) {
    text.push(valueAt(i));
    if (text.length === 20000 || i === count - 1) {
      writeSync(file, `${text.join(',')}${i === count - 1 ? '' : ','}`);
      text = [];
    }
  }
}
