import { expect } from 'chai';
import { factsOfRun } from '../../src/commands/facts-of-run.ts';
import type { ReadFile } from '../../src/core/analysis/build-report-input.ts';
import { noRunFacts, type RunFacts } from '../../src/core/model/run.ts';
import { runFactsReaders } from '../../src/importers/run-facts/index.ts';

const [trusted, less] = runFactsReaders.map(({ id }) => id) as [string, string];
const fileOf = (format: string, facts: Partial<RunFacts>): ReadFile => ({ file: 'x', bytes: 1, format, formatTitle: null, set: null, facts: { ...noRunFacts, sources: [format], ...facts }, run: null, error: null, notes: [] });

describe('factsOfRun', () => {
  it('takes each fact from the most trusted file that knows it, in any order of files', () => {
    const { run, notes } = factsOfRun([fileOf(less, { command: 'b', gitBranch: 'main' }), fileOf(trusted, { command: 'a' })]);
    expect([run?.command, run?.gitBranch, run?.sources, notes]).to.deep.equal(['a', 'main', [trusted, less], []]);
  });

  it('shows only what is true of all runs', () => {
    const { run, notes } = factsOfRun([fileOf(trusted, { command: 'a', wallSeconds: 1 }), fileOf(trusted, { command: 'a', wallSeconds: 2, exitCode: 0 })]);
    expect([run?.command, run?.wallSeconds, run?.exitCode]).to.deep.equal(['a', null, 0]);
    expect(notes.map(({ code }) => code)).to.deep.equal(['several-runs']);
  });

  it('is null where no file tells of a run', () => expect(factsOfRun([])).to.deep.equal({ run: null, notes: [] }));
});
