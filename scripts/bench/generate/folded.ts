import { closeSync, openSync, writeSync } from 'node:fs';
import { makeRandom } from './random.ts';

/**
 * Writes a folded file of about `bytes` bytes, the same for the same arguments. Stacks are walks
 * through a made-up call graph of 4,000 functions, each with a few callees of unequal weight.
 * `repeating` draws from 5,000 stacks, as samplers that write one line a sample; `different` walks anew each time.
 */
export function generateFolded(path: string, bytes: number, shape: 'repeating' | 'different'): void {
  const random = makeRandom(shape === 'repeating' ? 1 : 2);
  const graph = makeGraph(random);
  const stacks = shape === 'repeating' ? Array.from({ length: 5000 }, () => walk(graph, random)) : [];
  const file = openSync(path, 'w');
  try {
    for (let written = 0; written < bytes; ) {
      const lines: string[] = [];
      for (let i = 0; i < 2000; i++) {
        const stack = stacks.length > 0 ? (stacks[Math.floor(stacks.length * random() * random())] as string) : walk(graph, random);
        lines.push(`${stack} ${1 + Math.floor(200 * random() * random() * random())}\n`);
      }
      written += writeSync(file, lines.join(''));
    }
  } finally {
    closeSync(file);
  }
}

interface CallGraph {
  readonly names: readonly string[];
  readonly callees: readonly (readonly number[])[];
}

function makeGraph(random: () => number): CallGraph {
  const words = ['photo', 'asset', 'tag', 'load', 'store', 'index', 'render', 'resize', 'query', 'session', 'cache', 'thumb', 'decode', 'json', 'http', 'queue'];
  const word = (): string => words[Math.floor(words.length * random())] as string;
  const count = 4000;
  const names = Array.from({ length: count }, (_, i) => `${word()}_${word()}_${i} (${word()}/${word()}/${word()}_${i % 300}.py:${1 + Math.floor(900 * random())})`);
  const callees = names.map(() => Array.from({ length: 1 + Math.floor(8 * random() * random()) }, () => Math.floor(count * random())));
  return { names, callees };
}

function walk(graph: CallGraph, random: () => number): string {
  const depth = 12 + Math.floor(36 * random());
  let at = 0;
  const stack: string[] = [];
  for (let i = 0; i < depth; i++) {
    stack.push(graph.names[at] as string);
    const callees = graph.callees[at] as readonly number[];
    at = callees[Math.floor(callees.length * random() * random())] as number;
  }
  return stack.join(';');
}
