import { FrameTableBuilder } from '../../../../src/core/model/frames.ts';
import type { CallGraphProfile } from '../../../../src/core/model/profile.ts';

/** One edge of a drawn call graph: `caller > callee  calls self`. A root is `> main  1 0.5`. Frames may carry `(file:line)`. */
export function graphFromEdges(drawing: string, facts: Partial<CallGraphProfile> = {}): CallGraphProfile {
  const frames = new FrameTableBuilder();
  const frameOf = (text: string): number => {
    const place = /^(.+)\((.*):(\d+)\)$/.exec(text);
    return place === null ? frames.intern(text) : frames.intern(place[1]!, place[2]!, Number(place[3]));
  };
  const rows = drawing.trim().split('\n').map((line) => {
    const match = /^\s*(?:(.*?)\s)?> (.+?)\s+(\d+)\s+([\d.]+)\s*$/.exec(line);
    if (match === null) throw new Error(`not a drawn edge: ${line}`);
    return { caller: (match[1] ?? '') === '' ? -1 : frameOf(match[1]!), callee: frameOf(match[2]!), calls: Number(match[3]), self: Number(match[4]) };
  });
  const table = frames.finish();
  const column = (): Float64Array => new Float64Array(table.length);
  const graph = { self: column(), total: column(), calls: column(), primitiveCalls: column() };
  for (const { callee, calls, self } of rows) {
    graph.self[callee]! += self;
    graph.calls[callee]! += calls;
  }
  graph.primitiveCalls.set(graph.calls);
  // Inclusive: the drawings are trees or nearly so; a few rounds settle them.
  graph.total.set(graph.self);
  for (let round = 0; round < 20; round++) {
    const next = graph.self.slice();
    for (const { caller, callee, calls } of rows) if (caller >= 0) next[caller]! += graph.total[callee]! * (calls / graph.calls[callee]!);
    graph.total.set(next);
  }
  const edges = rows.filter(({ caller }) => caller >= 0);
  return {
    shape: 'call-graph',
    title: 'Drawn',
    kind: 'wall',
    unit: 'seconds',
    semantics: 'deterministic',
    thread: null,
    frames: table,
    frameLine: 'definition',
    lineCosts: null,
    sampleCount: null,
    durationSeconds: null,
    startedAt: null,
    notes: [],
    graph: {
      ...graph,
      edges: {
        caller: Uint32Array.from(edges, ({ caller }) => caller),
        callee: Uint32Array.from(edges, ({ callee }) => callee),
        calls: Float64Array.from(edges, ({ calls }) => calls),
        primitiveCalls: Float64Array.from(edges, ({ calls }) => calls),
        self: Float64Array.from(edges, ({ self }) => self),
        total: Float64Array.from(edges, ({ callee, calls }) => graph.total[callee]! * (calls / graph.calls[callee]!)),
        timesKnown: true,
      },
    },
    ...facts,
  };
}
