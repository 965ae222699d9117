import { InputError } from '../../core/errors.ts';
import type { ImportLimits } from '../../core/limits.ts';
import type { CallGraphProfile, LineCosts, ProfileSet } from '../../core/model/profile.ts';
import { framesOfTable, type TableFrames } from './frames-of-table.ts';
import { graphOfTable } from './graph-of-table.ts';
import type { RawTable, RowColumns } from './raw-table.ts';
import { tableNotes } from './table-notes.ts';
import { writerOf } from './writer.ts';

/** The model of a pstats table: one call-graph profile in seconds. Throws InputError for an empty table. */
export function buildProfileSet(table: RawTable, limits: ImportLimits): ProfileSet {
  if (table.rows.length === 0) {
    throw new InputError('the profile holds no function', { offset: 0 }, 'the profiler was never switched on, or was switched off before anything ran');
  }
  const writer = writerOf(table);
  const sampling = writer === 'sampling';
  const placed = framesOfTable(table, sampling, limits);
  const graph = graphOfTable(table, placed, {
    swappedCounts: writer === 'yappi',
    secondsPerSample: sampling ? secondsPerSample(table.rows) : null,
  });
  // cProfile measures wall time; profile and yappi measure CPU time unless they are told otherwise.
  const kind = writer === 'profile' || writer === 'yappi' ? 'cpu' : 'wall';
  const profile: CallGraphProfile = {
    shape: 'call-graph',
    title: kind === 'cpu' ? 'Function time (CPU)' : 'Function time (wall)',
    kind,
    unit: 'seconds',
    semantics: sampling || writer === 'counts-unknown' ? 'sampled' : 'deterministic',
    thread: null,
    frames: placed.frames,
    frameLine: sampling ? 'executing' : 'definition',
    lineCosts: sampling ? lineCosts(table, placed) : null,
    sampleCount: sampling ? sum(table.rows.cc, table.rows.length) : null,
    durationSeconds: null,
    startedAt: null,
    notes: tableNotes({ facts: table.facts, placed, writer }),
    graph,
  };
  return { format: 'pstats', profiles: [profile], defaultProfile: 0, notes: [] };
}

function secondsPerSample(rows: RowColumns): number {
  const samples = sum(rows.nc, rows.length);
  return samples > 0 ? sum(rows.ct, rows.length) / samples : 0;
}

function sum(column: Float64Array, length: number): number {
  let total = 0;
  for (let row = 0; row < length; row++) total += Math.max(0, column[row] as number);
  return total;
}

/** Sampled rows are source lines: their self times are line costs. */
function lineCosts(table: RawTable, placed: TableFrames): LineCosts {
  const { rows, keys } = table;
  const frame: number[] = [];
  const line: number[] = [];
  const cost: number[] = [];
  for (let row = 0; row < rows.length; row++) {
    const id = rows.functions[row] as number;
    if (rows.tt[row] === 0 || keys.lines[id] === 0) continue;
    frame.push(placed.frameOfFunction[id] as number);
    line.push(keys.lines[id] as number);
    cost.push(rows.tt[row] as number);
  }
  return { frame: Uint32Array.from(frame), line: Uint32Array.from(line), cost: Float64Array.from(cost) };
}
