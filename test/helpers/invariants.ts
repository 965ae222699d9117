import { expect } from 'chai';
import { functionTable, profileTotal } from '../../src/core/analysis/function-table.ts';
import type { TimeChart } from '../../src/core/model/chart.ts';
import type { Profile, ProfileSet } from '../../src/core/model/profile.ts';

/** What every profile set must satisfy, however odd the file was. Throws an assertion error. */
export function checkProfileSet(set: ProfileSet): void {
  const charts = set.charts ?? [];
  expect(set.profiles.length + charts.length, 'profiles and charts').to.be.greaterThan(0);
  if (set.profiles.length > 0) expect(set.profiles[set.defaultProfile], 'default profile').not.to.equal(undefined);
  for (const profile of set.profiles) checkProfile(profile);
  for (const chart of charts) checkChart(chart);
}

function checkChart({ series, marks }: TimeChart): void {
  expect(series.length, 'series').to.be.greaterThan(0);
  for (const { name, seconds, values } of series) {
    expect(values.length, name).to.equal(seconds.length);
    seconds.forEach((second, i) => {
      if (!(second >= (seconds[i - 1] ?? 0) && Number.isFinite(second) && Number.isFinite(values[i]))) throw new Error(`${name}: reading ${i} is ${values[i] ?? NaN} after ${second} s`);
    });
  }
  for (const { name, startSeconds, endSeconds } of marks) if (!(startSeconds >= 0 && endSeconds >= startSeconds)) throw new Error(`${name} ends before it starts`);
}

function checkProfile(profile: Profile): void {
  const { frames } = profile;
  expect(frames.name.length, 'names').to.equal(frames.length);
  expect(frames.file.length, 'files').to.equal(frames.length);
  expect(frames.line.length, 'lines').to.equal(frames.length);
  if (profile.shape === 'stacks') {
    const { stacks, samples } = profile;
    for (let node = 1; node < stacks.length; node++) {
      if (!((stacks.parent[node] as number) < node)) throw new Error(`node ${node} stands before its parent`);
      if (!((stacks.frame[node] as number) < frames.length)) throw new Error(`node ${node} has no frame`);
    }
    expect(samples.weight.length, 'sample columns').to.equal(samples.stack.length);
    for (let row = 0; row < samples.stack.length; row++) {
      if (!((samples.stack[row] as number) < stacks.length)) throw new Error(`sample ${row} has no stack`);
      if (!Number.isFinite(samples.weight[row] as number)) throw new Error(`sample ${row} weighs ${samples.weight[row] as number}`);
    }
  } else {
    const { graph } = profile;
    for (const column of [graph.self, graph.total, graph.calls, graph.primitiveCalls]) {
      expect(column.length, 'function columns').to.equal(frames.length);
      if (!column.every(Number.isFinite)) throw new Error('a function column holds a value that is not finite');
    }
    const { edges } = graph;
    for (let edge = 0; edge < edges.caller.length; edge++) {
      if (!((edges.caller[edge] as number) < frames.length && (edges.callee[edge] as number) < frames.length)) throw new Error(`edge ${edge} leaves the table`);
    }
  }
  // Self times of the table add up to the total, to rounding.
  const total = profileTotal(profile);
  const table = functionTable(profile);
  const sum = table.self.reduce((all, value) => all + value, 0) + weightOfEmptyStack(profile);
  const size = table.self.reduce((all, value) => all + Math.abs(value), 0) + Math.abs(total);
  expect(Math.abs(sum - total), `table ${sum} against total ${total}`).to.be.at.most(1e-9 * size + 1e-12);
}

function weightOfEmptyStack(profile: Profile): number {
  if (profile.shape !== 'stacks') return 0;
  let weight = 0;
  profile.samples.stack.forEach((node, row) => {
    if (node === 0) weight += profile.samples.weight[row] as number;
  });
  return weight;
}
