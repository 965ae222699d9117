import { expect } from 'chai';
import { execFileSync } from 'node:child_process';
import type { ReportModel } from '../../src/core/model/report.ts';
import { renderReport } from '../../src/report/render.ts';
import { flameFromStacks } from './flame-from-stacks.ts';
import { decodeEntities, scriptContent, visibleText, withoutScripts } from './page-text.ts';
import { cpuProfile, readAssets, renderInput, sampleModel } from './sample-model.ts';

const names = [
  '</script><script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '<!-- comment --><![CDATA[',
  "$& $1 $$ $` $'",
  '{{x}} {{{x}}} {{> card}} {{#if}}',
  '\u202egnp.exe\u202c \u05d0\u05d1',
  'line\u2028separator\u2029paragraph',
  '" onmouseover="alert(1)" \' `',
  'x'.repeat(4000),
  '&lt;b&gt; &amp; &#60;',
  '__proto__',
  'constructor',
];

function hostileModel(list: readonly string[]): ReportModel {
  const functions = list.map((name, index) => ({ ...(cpuProfile.functions[index] ?? cpuProfile.functions[0]!), name, file: `dir/${name}`, callers: [], callees: [] }));
  const [first] = functions;
  const profile = {
    ...cpuProfile,
    functions,
    title: list[0] ?? '',
    file: list[1] ?? '',
    thread: list[4] ?? '',
    hottest: functions.slice(0, 3).map((row) => ({ ...row, share: 0.1 })),
    sources: [{ file: list[2] ?? '', name: first?.name ?? '', lines: list.map((text, index) => ({ line: index + 1, cost: index, text })) }],
    notes: list.map((text) => ({ code: 'hostile', text })),
  };
  const error = { message: list[0] ?? '', place: 'byte 1', hint: list[3] ?? '' };
  return {
    ...sampleModel,
    headline: list[0] ?? '',
    profiles: [profile],
    inputs: list.map((file) => ({ file, bytes: 1, format: null, profiles: 0, error, notes: [] })),
    limits: list.map((text) => ({ code: 'hostile', where: text, text })),
  };
}

function render(list: readonly string[], script: string): ReadonlyMap<string, string> {
  const places = new Map(list.map((name, index) => [`k${index}`, { name, file: name, line: 1 }]));
  const flame = flameFromStacks(places, list.map((_, index) => [`k${index}`, index + 1]));
  return renderReport(renderInput(hostileModel(list), new Map([['p1', flame]]), readAssets(script, 'viewer')));
}

/** Names of all attributes; values are quoted, so that what looks like an attribute inside one is not counted. */
function attributeNames(page: string): Set<string> {
  const names = new Set<string>();
  for (const tag of withoutScripts(page).matchAll(/<[a-zA-Z][\w-]*((?:\s+[\w:-]+(?:="[^"]*")?)*)\s*\/?>/g)) {
    for (const attribute of (tag[1] ?? '').matchAll(/\s+([\w:-]+)(?:="[^"]*")?/g)) names.add(attribute[1] ?? '');
  }
  return names;
}

function parseXml(xml: string): string {
  const code = 'import sys,xml.dom.minidom as m; d=m.parseString(sys.stdin.buffer.read()); print(len(d.getElementsByTagName("rect")))';
  return execFileSync('python3', ['-c', code], { input: xml, encoding: 'utf8' }).trim();
}

describe('hostile names', () => {
  const files = render(names, 'start()');
  const html = files.get('index.html') ?? '';

  for (const name of names) {
    it(`shows ${JSON.stringify(name.slice(0, 40))} as text`, () => {
      expect(visibleText(html)).to.include(name);
    });
  }

  it('adds no element, attribute or script', () => {
    const plain = render(names.map((_, index) => `plain${index}`), 'start()').get('index.html') ?? '';
    const tags = (page: string): string[] => [...withoutScripts(page).matchAll(/<\/?([a-zA-Z][\w-]*)/g)].map((match) => match[1] ?? '');
    const count = (page: string, tag: string): number => tags(page).filter((other) => other === tag).length;
    for (const tag of ['script', 'img', 'b', 'table', 'tr', 'section', 'a', 'style', 'details']) expect(count(html, tag), tag).to.equal(count(plain, tag));
    expect(html.match(/<\/script>/g)).to.have.length(plain.match(/<\/script>/g)?.length ?? 0);
    expect([...attributeNames(html)].sort()).to.deep.equal([...attributeNames(plain)].sort());
  });

  it('keeps the data for the script whole', () => {
    const json = scriptContent(html, 'report-data');
    expect(json).to.not.match(/[<\u2028\u2029]/);
    const data = JSON.parse(json) as { profiles: { functions: { name: string }[] }[] };
    expect(data.profiles[0]?.functions.map(({ name }) => name)).to.deep.equal(names);
  });

  it('makes ids and paths of nothing but p1', () => {
    for (const match of withoutScripts(html).matchAll(/\sid="([^"]*)"/g)) expect(match[1]).to.match(/^[a-z][a-z0-9-]*$/);
    expect([...files.keys()].filter((path) => path.startsWith('flame/'))).to.deep.equal(['flame/p1.svg']);
  });

  it('keeps both flame graphs well-formed XML, control characters shown as pictures', () => {
    const controls = [...names, 'nul\u0000esc\u001bdel\u007f', 'lone \ud800 half', 'c1 \u0085 \u009f', '\ufffe\uffff'];
    const output = render(controls, '');
    const page = output.get('index.html') ?? '';
    expect(page).to.not.match(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/);
    expect(decodeEntities(page)).to.include('nul␀esc␛del␡');
    expect(Number(parseXml(output.get('flame/p1.svg') ?? ''))).to.be.greaterThan(controls.length);
    const inline = /<svg class="flame"[\s\S]*?\n<\/svg>/.exec(page)?.[0] ?? '';
    expect(parseXml(inline)).to.equal(String(controls.length + 1));
  });
});
