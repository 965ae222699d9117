import { closeSync, openSync, writeSync } from 'node:fs';
import { makeRandom } from './random.ts';

/**
 * Writes a speedscope JSON file of about `bytes` bytes, the same for the same arguments: one program
 * of 3,000 functions seen every 10 ms (`sampled`, as py-spy writes it) or at each call and return
 * (`evented`, as speedscope's own export). Between two looks the stack loses and gains a few frames.
 */
export function generateSpeedscope(path: string, bytes: number, shape: 'sampled' | 'evented'): void {
  const random = makeRandom(shape === 'sampled' ? 5 : 6);
  const callees = Array.from({ length: 3000 }, () => Array.from({ length: 1 + Math.floor(6 * random() * random()) }, () => Math.floor(3000 * random())));
  const file = openSync(path, 'w');
  try {
    writeSync(file, '{"$schema":"https://www.speedscope.app/file-format-schema.json","exporter":"bench","activeProfileIndex":0,"shared":{"frames":[');
    writeSync(file, callees.map((_, i) => `{"name":"function_${i}","file":"/srv/app/module_${i % 120}.py","line":${1 + ((i * 37) % 900)}}`).join(','));
    writeSync(file, `]},"profiles":[{"type":"${shape}","name":"MainThread","unit":"microseconds","startValue":0,`);
    if (shape === 'sampled') writeSampled(file, bytes, callees, random);
    else writeEvented(file, bytes, callees, random);
    writeSync(file, '}]}');
  } finally {
    closeSync(file);
  }
}

type Callees = readonly (readonly number[])[];

/** Pops some frames of `stack` and pushes others; returns how many were kept. */
function move(stack: number[], callees: Callees, random: () => number): number {
  const kept = Math.max(1, stack.length - 1 - Math.floor(14 * random() * random()));
  stack.length = kept;
  const depth = Math.min(70, kept + Math.floor(14 * random() * random()) + (kept < 30 ? 2 : 0));
  while (stack.length < depth) {
    const next = callees[stack.at(-1) as number] as readonly number[];
    stack.push(next[Math.floor(next.length * random() * random())] as number);
  }
  return kept;
}

function writeSampled(file: number, bytes: number, callees: Callees, random: () => number): void {
  const stack = [0];
  const weights: number[] = [];
  writeSync(file, '"samples":[');
  for (let written = 0; written < bytes; ) {
    const lists: string[] = [];
    for (let i = 0; i < 2000; i++) {
      move(stack, callees, random);
      lists.push(`${weights.length > 0 ? ',' : ''}[${stack.join(',')}]`);
      weights.push(9900 + Math.floor(200 * random()));
    }
    written += writeSync(file, lists.join('')) + 5 * lists.length;
  }
  writeSync(file, `],"endValue":${weights.reduce((sum, weight) => sum + weight, 0)},"weights":[${weights.join(',')}]`);
}

function writeEvented(file: number, bytes: number, callees: Callees, random: () => number): void {
  const stack = [0];
  let at = 0;
  let text = [`{"type":"O","frame":0,"at":0}`];
  writeSync(file, '"events":[');
  for (let written = 0; written < bytes; ) {
    while (text.length < 10000) {
      const before = stack.slice();
      at += Math.floor(20000 * random()) / 10;
      const kept = move(stack, callees, random);
      for (let i = before.length - 1; i >= kept; i--) text.push(`{"type":"C","frame":${before[i] as number},"at":${at}}`);
      for (let i = kept; i < stack.length; i++) text.push(`{"type":"O","frame":${stack[i] as number},"at":${at}}`);
    }
    written += writeSync(file, `${text.join(',')},`);
    text = [];
  }
  const closing = stack.toReversed().map((frame) => `{"type":"C","frame":${frame},"at":${at + 7}}`);
  writeSync(file, `${closing.join(',')}],"endValue":${at + 7}`);
}
