import { Function, Line, Location, Profile, Sample, StringTable, ValueType } from 'pprof-format';
import { fromPython } from './whole-pipeline.ts';

/** Makes a file with one stack of these function names, root first, and weight 1. Each stands in a file of its own name where they are few. */
export type StackWriter = (names: readonly string[]) => Uint8Array;

function fileOf(name: string, names: readonly string[]): string {
  return names.length > 1000 ? 'a.py' : name;
}

const schema = 'https://www.speedscope.app/file-format-schema.json';

function speedscope(names: readonly string[], profile: object): Uint8Array {
  return Buffer.from(JSON.stringify({ $schema: schema, shared: { frames: names.map((name) => ({ name, file: fileOf(name, names), line: 1 })) }, profiles: [profile] }));
}

function cpuprofile(names: readonly string[]): Uint8Array {
  const nodes = names.map((functionName, i) => ({
    id: i + 1,
    callFrame: { functionName, scriptId: '1', url: fileOf(functionName, names), lineNumber: 0, columnNumber: 0 },
    hitCount: 0,
    children: i + 1 < names.length ? [i + 2] : [],
  }));
  return Buffer.from(JSON.stringify({ nodes, startTime: 0, endTime: 1_000_000, samples: [names.length], timeDeltas: [0] }));
}

function pprof(names: readonly string[]): Uint8Array {
  const stringTable = new StringTable();
  const nameIds = names.map((name) => stringTable.dedup(name));
  const profile = new Profile({
    sampleType: [new ValueType({ type: stringTable.dedup('cpu'), unit: stringTable.dedup('nanoseconds') })],
    sample: [new Sample({ locationId: names.map((_, i) => names.length - i), value: [1_000_000_000] })],
    location: nameIds.map((_, i) => new Location({ id: i + 1, line: [new Line({ functionId: i + 1 })] })),
    function: nameIds.map((name, i) => new Function({ id: i + 1, name, filename: stringTable.dedup(fileOf(names[i] as string, names)) })),
    stringTable,
  });
  return profile.encode();
}

const pstats = `
rows = {}
for i, name in enumerate(data):
    callers = {(data[i-1], i, data[i-1]): (1, 1, 1.0 if i + 1 == len(data) else 0.0, 1.0)} if i else {}
    rows[(name, i + 1, name)] = (1, 1, 1.0 if i + 1 == len(data) else 0.0, 1.0, callers)
out.write(marshal.dumps(rows))`;

const tracemalloc = `
import tracemalloc
frames = tuple((name, i + 1) for i, name in enumerate(data))[::-1]
out.write(pickle.dumps(tracemalloc.Snapshot([(0, 1, frames, len(frames))], len(frames)), 4))`;

/** By format; folded text cannot hold `;` and line breaks in a name. */
export const stackWriters: Readonly<Record<string, StackWriter>> = {
  folded: (names) => Buffer.from(`${names.join(';')} 1\n`),
  cpuprofile,
  'speedscope, sampled': (names) => speedscope(names, { type: 'sampled', name: 'main', unit: 'seconds', startValue: 0, endValue: 1, samples: [names.map((_, i) => i)], weights: [1] }),
  'speedscope, evented': (names) => {
    const frames = names.map((_, i) => i);
    const events = [...frames.map((frame) => ({ type: 'O', frame, at: 0 })), ...frames.toReversed().map((frame) => ({ type: 'C', frame, at: 1 }))];
    return speedscope(names, { type: 'evented', name: 'main', unit: 'seconds', startValue: 0, endValue: 1, events });
  },
  pprof,
  pstats: (names) => fromPython(pstats, names),
  tracemalloc: (names) => fromPython(tracemalloc, names),
};
