import { expect } from 'chai';
import { gunzipSync } from 'node:zlib';
import type { ReportModel } from '../../src/core/model/report.ts';
import { renderReport } from '../../src/report/render.ts';
import { decodeEntities, scriptContent, visibleText, withoutScripts } from './page-text.ts';
import { cpuFlame, cpuProfile, readAssets, renderInput, sampleInput, sampleModel } from './sample-model.ts';

const client = 'const tag = "</script><!-- -->"; document.title;';
const files = renderReport(sampleInput(readAssets(client, '<!doctype html><p>viewer</p>')));
const html = files.get('index.html') ?? '';

function pageOf(model: ReportModel): string {
  return renderReport(renderInput(model, new Map([['p1', cpuFlame()]]), readAssets())).get('index.html') ?? '';
}

describe('renderReport', () => {
  it('writes the page, its style, one flame graph a profile, the model and the summary', () => {
    expect([...files.keys()]).to.deep.equal(['index.html', 'report.css', 'flame/p1.svg', 'flame/p2.svg', 'report.json', 'summary.md']);
    expect(JSON.parse(files.get('report.json') ?? '')).to.deep.equal(sampleModel);
  });

  it('gives equal bytes for equal input', () => {
    const again = renderReport(sampleInput(readAssets(client, '<!doctype html><p>viewer</p>')));
    for (const [path, content] of files) expect(again.get(path), path).to.equal(content);
  });

  it('links the sibling style before the inline one, and both hold the same text', () => {
    expect(html.indexOf('<link rel="stylesheet" href="report.css">')).to.be.greaterThan(0).and.lessThan(html.indexOf('<style>'));
    expect(html).to.include(files.get('report.css'));
  });

  it('holds nothing that the strictest server header forbids and the page needs', () => {
    const markup = withoutScripts(html);
    expect(markup).to.not.match(/\sstyle\s*=/);
    expect(markup).to.not.match(/<(?:img|iframe|object|embed|video|audio)\b/);
    expect(markup).to.not.match(/\son[a-z]+\s*=/);
    expect(markup).to.not.match(/(?:href|src)="(?:https?:)?\/\//);
  });

  it('names no file but the style, the flame graphs and an empty icon', () => {
    const targets = [...withoutScripts(html).matchAll(/\s(?:href|src)="([^"]*)"/g)].map((match) => match[1] ?? '');
    const outside = new Set(targets.filter((target) => !target.startsWith('#')));
    expect([...outside].sort()).to.deep.equal(['data:,', 'flame/p1.svg', 'flame/p2.svg', 'report.css']);
    const ids = new Set([...html.matchAll(/\sid="([^"]*)"/g)].map((match) => match[1]));
    for (const target of targets) if (target.startsWith('#')) expect(ids, target).to.include(target.slice(1));
  });

  it('has every id once', () => {
    const ids = [...html.matchAll(/\sid="([^"]*)"/g)].map((match) => match[1]);
    expect(new Set(ids).size).to.equal(ids.length);
  });

  it('says every fact of the model without script', () => {
    const text = visibleText(html);
    const markup = decodeEntities(withoutScripts(html));
    expect(text).to.include(sampleModel.headline);
    for (const row of cpuProfile.functions) {
      expect(text).to.include(row.name);
      if (row.file !== '') expect(text).to.include(`${row.file}:${row.line}`);
      const start = html.indexOf(`id="p1-f${cpuProfile.functions.indexOf(row)}"`);
      const cells = html.slice(start, html.indexOf('</tr>', start));
      for (const value of [row.self, row.total, row.calls]) expect(cells).to.include(`data-value="${String(value)}"`);
      for (const edge of [...row.callers.slice(0, 3), ...row.callees.slice(0, 3)]) expect(visibleText(cells)).to.include(edge.name);
    }
    for (const { lines } of cpuProfile.sources) for (const line of lines) expect(text).to.include(line.text);
    for (const site of sampleModel.profiles[1]?.sites?.byLine ?? []) expect(markup).to.include(`data-value="${site.value}"`).and.include(`${site.file}:${site.line}`);
    for (const input of sampleModel.inputs) {
      expect(text).to.include(input.file);
      for (const part of [input.error?.message, input.error?.place, input.error?.hint]) if (typeof part === 'string') expect(text).to.include(part);
      for (const note of input.notes) expect(text).to.include(note.text);
    }
    for (const limit of sampleModel.limits) expect(text).to.include(limit.text);
    for (const note of cpuProfile.notes) expect(text).to.include(note.text);
    const run = sampleModel.run;
    for (const fact of [run?.command, run?.gitSha, run?.host, run?.runtime, run?.ciUrl, '2026-11-22 07:06 UTC']) expect(text).to.include(fact);
    expect(text).to.include('reconstructed from caller/callee edges'.replace('r', 'R'));
  });

  it('says the hottest places in words and figures before any table', () => {
    const card = visibleText(html.slice(html.indexOf('class="card"'), html.indexOf('<table')));
    expect(card.replaceAll('\u00a0', ' ').replace(/\s+/g, ' ')).to.match(/dedupe work\.py:41 846 ms itself, 28 % of all, 84,808 calls, 9\.98 µs each/);
  });

  it('marks recursion as pstats does: all calls, then the ones not made by recursion', () => {
    expect(html).to.include('>40,000/2,000<');
  });

  it('carries profiles and viewer as gzip in base64, and a script that cannot end early', () => {
    const packed = scriptContent(html, 'profile-p1');
    expect(JSON.parse(gunzipSync(Buffer.from(packed, 'base64')).toString())).to.have.property('name', 'Time by cProfile');
    expect(gunzipSync(Buffer.from(scriptContent(html, 'viewer'), 'base64')).toString()).to.equal('<!doctype html><p>viewer</p>');
    expect(html).to.include('const tag = "<\\/script><\\!-- -->"; document.title;');
    expect(html.match(/<script\b/g)).to.have.length(5);
    expect(html.match(/<\/script>/g)).to.have.length(5);
  });

  it('gives the script the table as data', () => {
    const data = JSON.parse(scriptContent(html, 'report-data')) as { profiles: { id: string; functions: unknown[]; markdown: string }[] };
    expect(data.profiles.map(({ id }) => id)).to.deep.equal(['p1', 'p2']);
    expect(data.profiles[0]?.functions).to.have.length(cpuProfile.functions.length);
    expect(data.profiles[0]?.markdown.split('\n')).to.have.length(14);
  });

  it('is the static page alone where there is no script: no banner, no payload', () => {
    const page = pageOf(sampleModel);
    expect(page).to.not.include('<script').and.to.not.include('id="static-banner"');
    expect(page).to.include('class="flame"');
  });

  it('is still a page when nothing could be read, and names each failure', () => {
    const failed = sampleModel.inputs.filter((input) => input.error !== null);
    const page = pageOf({ ...sampleModel, verdict: 'failed', headline: 'No profile could be read', run: null, profiles: [], inputs: failed, limits: [] });
    const text = visibleText(page);
    expect(text).to.include('No profile could be read').and.include('worker-2/profile.stats').and.include('byte 31').and.include('Profile.dump_stats');
    expect(page.indexOf('id="failures"')).to.be.lessThan(page.indexOf('id="files"'));
  });

  it('folds all but the first of many profiles, and lists them', () => {
    const profiles = Array.from({ length: 9 }, (_, index) => ({ ...cpuProfile, id: `p${index + 1}`, title: `thread ${index + 1}` }));
    const page = pageOf({ ...sampleModel, profiles });
    expect(page.match(/<section class="profile"/g)).to.have.length(9);
    expect(page.match(/<section class="profile" id="p\d">\s*<details>/g)).to.have.length(8);
    expect(page.match(/<tr data-profile=/g)).to.have.length(9);
  });

  it('lists the sample types of one recording in one line, and every profile can be reached', () => {
    const types = ['cpu', 'samples', 'alloc-bytes'] as const;
    const profiles = types.map((kind, index) => ({ ...cpuProfile, id: `p${index + 1}`, title: kind, kind }));
    const other = { ...cpuProfile, id: 'p4', file: 'other.stats' };
    const page = pageOf({ ...sampleModel, profiles: [...profiles, other] });
    expect([...page.matchAll(/<tr data-profile="([^"]*)"/g)].map((match) => match[1])).to.deep.equal(['p1 p2 p3', 'p4']);
    const start = page.indexOf('<table class="index');
    const list = page.slice(start, page.indexOf('</table>', start));
    for (const { id } of [...profiles, other]) expect(list).to.include(`href="#${id}-facts"`);
  });

  it('folds every section below a long list', () => {
    const profiles = Array.from({ length: 40 }, (_, index) => ({ ...cpuProfile, id: `p${index + 1}`, title: `thread ${index + 1}` }));
    const page = pageOf({ ...sampleModel, profiles });
    expect(page.match(/<section class="profile" id="p\d+">\s*<details>/g)).to.have.length(40);
  });

  it('gives every profile a file name of its own', () => {
    const places = [['a', 'x/one.prof'], ['b', 'x/one.prof'], ['b', 'y/one.prof'], ['b', 'two.prof']] as const;
    const profiles = places.map(([title, file], index) => ({ ...cpuProfile, id: `p${index + 1}`, title, file }));
    const page = renderReport(renderInput({ ...sampleModel, profiles }, new Map(), readAssets(client))).get('index.html') ?? '';
    const names = [...page.matchAll(/ data-name="([^"]*)\.speedscope\.json"/g)].map((match) => match[1]);
    expect(names).to.deep.equal(['a', 'b one.prof p2', 'b one.prof p3', 'b two.prof']);
  });

  it('names a caller by its place in the table where it is listed there', () => {
    const data = JSON.parse(scriptContent(html, 'report-data')) as { profiles: { functions: { name: string; callers: ({ of: number } | { name: string })[] }[] }[] };
    const functions = data.profiles[0]?.functions ?? [];
    const index = cpuProfile.functions.findIndex(({ name }) => name === 'dedupe');
    const named = functions[index]?.callers.map((edge) => ('of' in edge ? functions[edge.of]?.name : edge.name));
    expect(named).to.deep.equal(cpuProfile.functions[index]?.callers.map(({ name }) => name));
  });

  it('says why a flame graph is missing', () => {
    const profile = { ...cpuProfile, flame: { ...cpuProfile.flame, missing: 'some values are negative' } };
    const input = renderInput({ ...sampleModel, profiles: [profile] }, new Map(), readAssets());
    const outputs = renderReport(input);
    expect(outputs.has('flame/p1.svg')).to.equal(false);
    expect(visibleText(outputs.get('index.html') ?? '')).to.include('There is no flame graph: some values are negative.');
  });
});
