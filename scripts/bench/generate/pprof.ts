import { closeSync, openSync, writeSync } from 'node:fs';
import { makeRandom } from './random.ts';

/**
 * Writes a raw (not gzipped) pprof file of about `bytes` bytes, the same for the same arguments: stacks
 * of 44 locations on average, walks through a made-up call graph of 4,000 functions at 12,000
 * addresses, one in eight of which holds an inlined call. Every sample has two values.
 * `repeating` draws from 50,000 stacks with changing labels, as tracing profilers write; `different`
 * has no labels and walks anew each time.
 */
export function generatePprof(path: string, bytes: number, shape: 'repeating' | 'different'): void {
  const random = makeRandom(shape === 'repeating' ? 3 : 4);
  const strings = new Map<string, number>([['', 0]]);
  const text = (value: string): number => {
    const known = strings.get(value);
    if (known !== undefined) return known;
    strings.set(value, strings.size);
    return strings.size - 1;
  };
  const graph = makeGraph(random);
  const stacks = shape === 'repeating' ? Array.from({ length: 50_000 }, () => walk(graph, random)) : [];
  const endpoints = Array.from({ length: 20 }, (_, i) => text(`/api/endpoint-${i}`));
  const endpoint = text('endpoint');
  const file = openSync(path, 'w');
  try {
    writeSync(file, Buffer.from([...message(1, [...field(1, text('samples')), ...field(2, text('count'))]), ...message(1, [...field(1, text('cpu')), ...field(2, text('nanoseconds'))])]));
    for (let written = 0; written < bytes; ) {
      const chunk: Buffer[] = [];
      for (let i = 0; i < 2000; i++) {
        const ids = stacks.length > 0 ? (stacks[Math.floor(stacks.length * random() * random())] as Buffer) : walk(graph, random);
        const count = 1 + Math.floor(9 * random() * random() * random());
        const label = [...field(1, endpoint), ...field(2, endpoints[Math.floor(endpoints.length * random())] as number)];
        const rest = Buffer.from([...message(2, [...varint(count), ...varint(count * 10_000_000)]), ...(shape === 'repeating' ? message(3, label) : [])]);
        const idsHead = Buffer.from([...varint((1 << 3) | 2), ...varint(ids.length)]);
        chunk.push(Buffer.from([...varint((2 << 3) | 2), ...varint(idsHead.length + ids.length + rest.length)]), idsHead, ids, rest);
      }
      written += writeSync(file, Buffer.concat(chunk));
    }
    const tables: number[] = [...message(3, [...field(1, 1), ...field(2, 0x400000), ...field(3, 0x900000), ...field(5, text('/usr/local/bin/photo-app')), ...field(7, 1)])];
    for (let location = 0; location < locationCount; location++) {
      const line = (fn: number): number[] => message(4, [...field(1, fn + 1), ...field(2, 1 + (location % 900))]);
      const own = functionOf(location);
      const inlined = location % 8 === 0 ? line((own * 7 + 13) % functionCount) : [];
      tables.push(...message(4, [...field(1, location + 1), ...field(2, 1), ...field(3, 0x400000 + 64 * location), ...inlined, ...line(own)]));
    }
    for (const [index, name] of graph.names.entries()) {
      tables.push(...message(5, [...field(1, index + 1), ...field(2, text(name)), ...field(3, text(name)), ...field(4, text(`/srv/photo-app/src/${name.split('_')[0] ?? ''}/file_${index % 300}.go`)), ...field(5, 1 + (index % 700))]));
    }
    writeSync(file, Buffer.from(tables));
    const table = [...strings.keys()].map((value) => {
      const utf8 = Buffer.from(value);
      return Buffer.concat([Buffer.from([...varint((6 << 3) | 2), ...varint(utf8.length)]), utf8]);
    });
    writeSync(file, Buffer.concat(table));
    writeSync(file, Buffer.from([...field(10, 600e9), ...message(11, [...field(1, text('cpu')), ...field(2, text('nanoseconds'))]), ...field(12, 10_000_000)]));
  } finally {
    closeSync(file);
  }
}

const functionCount = 4000;
const locationCount = 3 * functionCount;

interface CallGraph {
  readonly names: readonly string[];
  readonly callees: readonly (readonly number[])[];
}

/** Three addresses in each function. */
function functionOf(location: number): number {
  return Math.floor(location / 3);
}

function makeGraph(random: () => number): CallGraph {
  const words = ['photo', 'asset', 'tag', 'load', 'store', 'index', 'render', 'resize', 'query', 'session', 'cache', 'thumb', 'decode', 'json', 'http', 'queue'];
  const word = (): string => words[Math.floor(words.length * random())] as string;
  const names = Array.from({ length: functionCount }, (_, i) => `${word()}_${word()}.(*${word()}).${word()}${i}`);
  const callees = names.map(() => Array.from({ length: 1 + Math.floor(8 * random() * random()) }, () => Math.floor(functionCount * random())));
  return { names, callees };
}

/** Packed location ids of one stack, leaf first. */
function walk(graph: CallGraph, random: () => number): Buffer {
  const depth = 24 + Math.floor(40 * random());
  let at = 0;
  const ids: number[][] = [];
  for (let i = 0; i < depth; i++) {
    // The address of a frame that called is its call site; only the leaf stands anywhere.
    const callees = graph.callees[at] as readonly number[];
    const call = Math.floor(callees.length * random() * random());
    ids.push(varint(at * 3 + (i === depth - 1 ? Math.floor(3 * random()) : call % 3) + 1));
    at = callees[call] as number;
  }
  return Buffer.from(ids.reverse().flat());
}

function varint(value: number): number[] {
  const bytes: number[] = [];
  for (; value > 127; value = Math.floor(value / 128)) bytes.push((value % 128) | 128);
  bytes.push(value);
  return bytes;
}

function field(number: number, value: number): number[] {
  return [...varint(number << 3), ...varint(value)];
}

function message(number: number, body: readonly number[]): number[] {
  return [...varint((number << 3) | 2), ...varint(body.length), ...body];
}
