import { expect } from 'chai';
import { fitBudget, type FittedReport } from '../../src/commands/fit-budget.ts';
import type { EmbedViewer } from '../../src/commands/page-detail.ts';
import { buildReport } from '../../src/core/analysis/build-report.ts';
import type { BuiltReport } from '../../src/core/analysis/build-report-input.ts';
import { profileFromStacks } from '../helpers/stacks.ts';

/** Three profiles of 1, 2 and 3 functions that weigh 300, 200 and 100 seconds. */
function built(): BuiltReport {
  const files = [300, 200, 100].map((weight, index) => {
    const stacks = Array.from({ length: index + 1 }, (_, at) => `main > f${at} ${weight / (index + 1)}`);
    const profile = profileFromStacks(stacks.join('\n'));
    const samples = { ...profile.samples, timeOrdered: true };
    return {
      file: `${weight}.folded`,
      bytes: 1,
      format: 'folded',
      formatTitle: 'folded',
      set: { format: 'folded', profiles: [{ ...profile, samples }], defaultProfile: 0, notes: [] },
      facts: null,
      run: null,
      error: null,
      notes: [],
    };
  });
  return buildReport(files, null, { toolVersion: '1', top: 40, focus: null, ignore: null, roots: [], readSource: () => null });
}

/** A viewer is 4,000 bytes: 3,000 more with the order of time, a fifth once pruned by 1 %. */
const embed: EmbedViewer = (_, { timeOrder, pruneShare }) => ({ json: 'j'.repeat(timeOrder ? 7000 : pruneShare >= 1e-2 ? 800 : pruneShare > 0 ? 2000 : 4000), timeOrderIncluded: timeOrder });

/** A page of 1,000 bytes, 500 per flame graph, 10 per function, 500 for the viewer, and its profiles. */
function fit(maxBytes: number): FittedReport {
  return fitBudget({
    built: built(),
    maxBytes,
    embed,
    packedSize: (json) => json.length,
    viewerBytes: () => 500,
    render: ({ model, views }) => {
      let size = 1000 + ([...views.values()].some(({ speedscopeJson }) => speedscopeJson !== null) ? 500 : 0);
      for (const profile of model.profiles) {
        const view = views.get(profile.id)!;
        expect(view.viewerNames.length).to.equal(profile.functions.length);
        size += (view.speedscopeJson?.length ?? 0) + (view.flame === null ? 0 : 500) + profile.functions.length * 10;
      }
      return new Map([['index.html', 'x'.repeat(size)]]);
    },
  });
}

const sizeOf = (fitted: FittedReport): number => fitted.files.get('index.html')!.length;
const codes = (fitted: FittedReport): string[] => fitted.report.model.limits.map(({ code }) => code);
const viewers = (fitted: FittedReport): boolean[] => [...fitted.report.views.values()].map(({ speedscopeJson }) => speedscopeJson !== null);

describe('fitBudget', () => {
  it('leaves nothing out of a page that fits', () => {
    const fitted = fit(100_000);
    expect(codes(fitted)).to.deep.equal([]);
    expect(fitted.report.model.profiles.map(({ flame }) => flame.timeOrder)).to.deep.equal([true, true, true]);
  });

  it('leaves out the order of time first, then small calls', () => {
    const untimed = fit(18_000);
    expect(codes(untimed)).to.deep.equal(['time-order-left-out']);
    expect(untimed.report.model.profiles.map(({ flame }) => flame.timeOrder)).to.deep.equal([false, false, false]);
    expect(codes(fit(12_000))).to.deep.equal(['time-order-left-out', 'viewer-pruned']);
    expect(viewers(fit(12_000))).to.deep.equal([true, true, true]);
  });

  it('keeps the viewers of the largest profiles', () => {
    const fitted = fit(5000);
    expect(viewers(fitted)).to.deep.equal([true, false, false]);
    expect(codes(fitted)).to.deep.equal(['time-order-left-out', 'viewer-pruned', 'viewer-left-out', 'viewer-left-out']);
    expect(fitted.report.model.limits.slice(2).map(({ where }) => where)).to.deep.equal(['200.folded', '100.folded']);
  });

  it('then keeps the flame graphs of the largest, then rows, and says when nothing helps', () => {
    const flames = fit(2200);
    expect([...flames.report.views.values()].map(({ flame }) => flame !== null)).to.deep.equal([true, true, false]);
    expect(flames.report.model.profiles[2]!.flame.missing).to.match(/--max-size/);
    expect(codes(flames)).to.include('flame-left-out');
    const rows = fit(1000);
    expect(rows.report.model.profiles.map(({ functions }) => functions.length)).to.deep.equal([0, 0, 0]);
    expect(rows.report.model.limits.filter(({ code }) => code === 'functions-capped').map(({ text }) => text.slice(0, 34))).to.deep.equal([
      '0 of 2 functions are listed for Dr',
      '0 of 3 functions are listed for Dr',
      '0 of 4 functions are listed for Dr',
    ]);
    expect(codes(fit(500))).to.include('page-over-budget');
  });

  it('never passes the bound unless it says so', () => {
    for (let max = 900; max < 30_000; max += 617) {
      const fitted = fit(max);
      expect(sizeOf(fitted) <= max || codes(fitted).includes('page-over-budget'), String(max)).to.equal(true);
    }
  });
});
