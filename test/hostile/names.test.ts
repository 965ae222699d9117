import { expect } from 'chai';
import { stackWriters } from './files-of-every-format.ts';
import { expectWellFormed, textOfPage, throughAll, type Outcome } from './whole-pipeline.ts';

const long = 'x'.repeat(4000);
/** As written by the profiler, and as the page shows it where that differs. */
const names: readonly (readonly [string, string?])[] = [
  ['</script><script>alert(1)</script>'],
  ["$& $1 $$ $` $'"],
  ['\u202egnp.exe\u202c'],
  ['line\u2028separator'],
  [long],
  ['__proto__'],
  ['constructor'],
  ['hasOwnProperty'],
  ['{{x}} {{{x}}} {{#if}}'],
  ['<!-- ]]> <![CDATA['],
  ['nul\u0000byte', 'nul␀byte'],
  ['\u001b[2J', '␛[2J'],
  ['_Zfoo'],
  ['(pruned)'],
  ['all'],
];
const withBreaks: typeof names = [...names, ['two\nlines'], ['semi;colon']];
// JSON and Python's pickle can hold half of a character; other formats are bytes.
const halves: typeof names = [...withBreaks, ['lone \ud800 half', 'lone \ufffd half']];

const namesOf: Readonly<Record<string, typeof names>> = {
  folded: names,
  pprof: withBreaks,
  pstats: withBreaks,
  tracemalloc: withBreaks,
};

function shownNames(outcome: Outcome): string[] {
  return outcome.model.profiles[0]?.functions.map(({ name }) => name) ?? [];
}

describe('hostile names', () => {
  const outcomes: Outcome[] = [];
  for (const [format, write] of Object.entries(stackWriters)) {
    it(`of ${format} stay text in page, model, summary, terminal and flame graph`, async () => {
      const list = namesOf[format] ?? halves;
      const file = write(['main', ...list.map(([name]) => name)]);
      // A text whose every line holds control characters is not taken for folded stacks.
      const outcome = await throughAll(format === 'folded' ? Buffer.concat([file, Buffer.from('main;a 1\n'.repeat(5))]) : file);
      outcomes.push(outcome);
      expect(outcome.error).to.equal('');
      const page = textOfPage(outcome);
      for (const [name, shown] of list) {
        // Lines of a snapshot are named by the last part of their path and the line.
        const text = format === 'tracemalloc' ? ((shown ?? name).split('/').at(-1) as string) : (shown ?? name);
        expect(page, JSON.stringify(name.slice(0, 30))).to.include(text.replace('\ufffd', '\ud800').slice(0, 3990));
      }
      // Formats without names for its lines have none to keep.
      if (format !== 'tracemalloc') expect(shownNames(outcome)).to.include.members(list.map(([name]) => name));
    });
  }

  it('leave every flame graph well-formed', () => expectWellFormed(outcomes));

  it('reach no prototype', () => {
    expect(Object.keys(Object.prototype)).to.deep.equal([]);
    expect(({} as Record<string, unknown>)['polluted']).to.equal(undefined);
  });
});
