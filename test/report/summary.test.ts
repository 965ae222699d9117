import { expect } from 'chai';
import { codeSpan, escapeMarkdown } from '../../src/report/markdown.ts';
import { writeSummary } from '../../src/report/summary.ts';
import { cpuProfile, sampleModel } from './sample-model.ts';

function lineCount(text: string): number {
  return text.trimEnd().split('\n').length;
}

describe('writeSummary', () => {
  it('says headline, run, hottest places, failures and limits', () => {
    const text = writeSummary(sampleModel).replaceAll('\u00a0', ' ');
    expect(text).to.match(/^# sample took 3\.01 s/);
    expect(text).to.include('2. `dedupe (work.py:41)` 846 ms itself, 28 % of all, 84,808 calls, 9.98 µs each');
    expect(text).to.include('**Not read:** 1 of 4 files').and.include('byte 31');
    expect(text).to.include('**Limits applied**');
    expect(lineCount(text)).to.be.at.most(30);
  });

  it('stays within 30 lines whatever there is to say, and counts what it leaves out', () => {
    const failed = sampleModel.inputs.find((input) => input.error !== null);
    const model = {
      ...sampleModel,
      profiles: Array.from({ length: 60 }, (_, index) => ({ ...cpuProfile, id: `p${index + 1}` })),
      inputs: Array.from({ length: 40 }, () => failed ?? sampleModel.inputs[0]!),
      limits: Array.from({ length: 40 }, () => sampleModel.limits[0]!),
    };
    const text = writeSummary(model);
    expect(lineCount(text)).to.be.at.most(30);
    expect(text).to.match(/5\d more profiles in the report/).and.include('and 36 more').and.include('and 37 more');
  });

  it('has a line for a report without profiles', () => {
    const text = writeSummary({ ...sampleModel, profiles: [], run: null, headline: 'No profile could be read' });
    expect(text).to.match(/^# No profile could be read\n\n\*\*Not read/);
  });
});

describe('escapeMarkdown', () => {
  it('leaves nothing that GitHub would make a link or a mention of, whatever stands before it', () => {
    // What the text is after markdown: escapes and entities are undone before GitHub looks for links.
    const shown = (text: string): string => escapeMarkdown(text).replace(/\\([^\w\s])/g, '$1').replaceAll('&#64;', '@').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');
    const linking = ['https://evil.example', 'HTTP://a.example', 'ftp://a.example', 'www.evil.example', 'WWW.x.example', '@octocat', 'x @org/team', 'a@b.example', '#1', 'org/repo#12', 'GH-7', 'gh-7', '(@a)'];
    for (const text of linking) {
      expect(shown(text), text).not.to.match(/:\/\/|www\.|@[\w]|#\d|gh-\d/i);
      expect(shown(text).replaceAll('\u200b', ''), text).to.equal(text);
    }
  });

  it('leaves no markup, mention or HTML', () => {
    expect(escapeMarkdown('[x](javascript:1) <b>@team</b> `c` *e* _u_ #1\n# h')).to.equal(
      '\\[x\\]\\(javascript:1\\) &lt;b&gt;&#64;\u200bteam&lt;/b&gt; \\`c\\` \\*e\\* \\_u\\_ \\#\u200b1 \\# h',
    );
  });
  it('shows what would turn the text around', () => expect(escapeMarkdown('a\u202eb')).to.equal(String.raw`a\\u202eb`));
});

describe('codeSpan', () => {
  it('outgrows the backticks inside', () => expect(codeSpan('a``b`')).to.equal('``` a``b` ```'));
  it('stays on one line', () => expect(codeSpan('a\nb\u2028c')).to.equal('`a b c`'));
  it('cuts long names', () => expect(codeSpan('x'.repeat(4000))).to.have.length(203));
});
