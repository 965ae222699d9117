import { expect } from 'chai';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { explainError } from '../../src/commands/explain-error.ts';
import { readConfig, type ConfigFile } from '../../src/config/read-config.ts';
import { UserError } from '../../src/core/errors.ts';
import { rejection, useTempDir } from '../helpers/temp-dir.ts';

const start = 'workloads:\n  a:\n    command: x\n';

describe('a configuration file', () => {
  const dir = useTempDir();
  const read = (name: string, content: string | Uint8Array): Promise<ConfigFile> => readConfig(dir.write(name, content), dir.path());
  const refused = async (name: string, content: string | Uint8Array): Promise<string[]> => {
    const error = await rejection(read(name, content));
    expect(error, String(error)).to.be.instanceOf(UserError);
    const { message, hint } = error as UserError;
    return [message, hint ?? ''];
  };

  it('may be YAML with anchors, JSON with tabs, or a module with an object or a function', async () => {
    const yaml = '\ufeffdefaults: &d\n  runs: 3\nworkloads:\n  a:\n    <<: *d\n    command: x\n';
    const files: [string, string][] = [
      ['c.yaml', yaml],
      ['c.yml', yaml.replaceAll('\n', '\r\n')],
      ['c.json', '{\n\t"defaults": {"runs": 3},\n\t"workloads": {\n\t\t"a": {"runs": 3, "command": "x"}\n\t}\n}'],
      ['c.mjs', 'export default { defaults: { runs: 3 }, workloads: { a: { runs: 3, command: "x" } } };'],
      ['d.mjs', 'export default async () => ({ defaults: { runs: 3 }, workloads: { a: { runs: 3, command: "x" } } });'],
      ['c.js', 'module.exports = { defaults: { runs: 3 }, workloads: { a: { runs: 3, command: "x" } } };'],
    ];
    for (const [name, text] of files) expect((await read(name, text)).value, name).to.deep.equal({ defaults: { runs: 3 }, workloads: { a: { runs: 3, command: 'x' } } });
  });

  it('knows the line of each value, also behind an alias', async () => {
    const file = await read('perf-report.config.yaml', 'defaults: &d\n  runs: 3\nworkloads:\n  a:\n    <<: *d\n    # said\n    command: x\n    gates:\n      - metric: wall\n      - { metric: cpu }\n');
    const lines = [['defaults', 'runs'], ['workloads', 'a', 'command'], ['workloads', 'a', 'runs'], ['workloads', 'a', 'gates', 1, 'metric'], ['workloads', 'a', 'pairs']].map((path) => file.origin(path));
    expect(lines).to.deep.equal([2, 7, 2, 10, 4].map((line) => `perf-report.config.yaml line ${line}`));
  });

  const wrong: [string, string, string, string][] = [
    ['a typing error in a key', `${start}    run: 3\n`, 'workloads.a knows no key "run" (line 4)', 'did you mean runs?'],
    ['a typing error in a key that is required', 'workloads:\n  a:\n    comand: x\n', 'workloads.a knows no key "comand" (line 3)', 'did you mean command?'],
    ['a typing error at the top', `outdir: x\n${start}`, 'a configuration knows no key "outdir" (line 1)', 'did you mean outDir?'],
    ['a key like no other', `${start}    photographs: 3\n`, 'workloads.a knows no key "photographs" (line 4)', 'it knows command, setup, cwd, env, runs, pairs, budget, warmup, timeout, profilers, counters, instructions, strict, confirm, inconclusive, gates'],
    ['a key of a gate', `${start}    gates:\n      - metric: wall\n        treshold: 5%\n`, 'workloads.a.gates.0 knows no key "treshold" (line 6)', 'did you mean threshold?'],
    ['a key of retention', `${start}retention: { metric: 3d }\n`, 'retention knows no key "metric" (line 4)', 'did you mean metrics?'],
    ['a missing command', 'workloads:\n  a:\n    runs: 3\n', 'workloads.a has no "command" (line 2)', 'add it, for example command: python3 -m photo_tagger'],
    ['a blank command', 'workloads:\n  a:\n    command: "  "\n', 'workloads.a.command is "  "; it needs a shell command (line 3)', 'for example command: python3 -m photo_tagger'],
    ['a fraction', `${start}    runs: 1.5\n`, 'workloads.a.runs is 1.5; it needs a whole number from 1 to 10000 (line 4)', 'for example runs: 10'],
    ['a number as text', `${start}    runs: "3"\n`, 'workloads.a.runs is "3"; it needs a whole number from 1 to 10000 (line 4)', 'for example runs: 10'],
    ['two problems', `${start}    runs: 0\n    warmup: x\n`, 'workloads.a.runs is 0; it needs a whole number from 1 to 10000 (line 4); there is more to correct below', 'for example runs: 10'],
    ['a key without a value', `${start}    setup:\n`, 'workloads.a.setup is empty; it needs a shell command (line 4)', 'for example setup: npm run build'],
    ['a time without sense', `${start}    timeout: soon\n`, 'workloads.a.timeout is "soon"; it needs a time with its unit, or "none" (line 4)', 'for example timeout: 120s'],
    ['a list as env', `${start}    env: [A=1]\n`, 'workloads.a.env is a list; it needs a map of names and values (line 4)', 'for example env: {ASSETS: 2000}'],
    ['a variable with "="', `${start}    env:\n      A=B: 1\n`, '"A=B" is no name of an environment variable (line 5)', 'names are not empty and hold no "="'],
    ['a number as profiler', `${start}    profilers:\n      - cprofile\n      - 3\n`, 'workloads.a.profilers.1 is 3; it needs the id of a profiler (line 6)', 'for example cprofile'],
    ['a metric', `${start}    gates: [{ metric: wal }]\n`, 'workloads.a.gates.0.metric is "wal"; it needs one of wall, cpu, rss, instructions, calls, alloc-bytes, alloc-objects, live-bytes, self, counter:<name>, or per item wall/<counter>, cpu/<counter> (line 4)', 'did you mean wall?'],
    ['a metric of allocations', `${start}    gates: [{ metric: alloc-byte }]\n`, 'workloads.a.gates.0.metric is "alloc-byte"; it needs one of wall, cpu, rss, instructions, calls, alloc-bytes, alloc-objects, live-bytes, self, counter:<name>, or per item wall/<counter>, cpu/<counter> (line 4)', 'did you mean alloc-bytes?'],
    ['a floor', `${start}    gates: [{ metric: wall, floor: 5 msec }]\n`, 'workloads.a.gates.0.floor is "5 msec"; it needs a time as 5ms, a size as 1MiB, or a number for counts (line 4)', 'for example floor: 5ms'],
    ['strict as a word', `${start}    strict: sometimes\n`, 'workloads.a.strict is "sometimes"; it needs true or false (line 4)', 'for example strict: true'],
    ['a word for inconclusive', `${start}    inconclusive: warn\n`, 'workloads.a.inconclusive is "warn"; it needs one of NOTE, UNSTABLE, FAILURE (line 4)', 'for example inconclusive: UNSTABLE'],
    ['a typing error in confirm', `${start}    confrm: true\n`, 'workloads.a knows no key "confrm" (line 4)', 'did you mean confirm?'],
    ['a threshold without %', `${start}    gates: [{ metric: wall, threshold: 10 }]\n`, 'workloads.a.gates.0.threshold is 10; it needs a percentage (line 4)', 'for example threshold: 10%'],
    ['a criticality', `${start}    gates: [{ metric: wall, criticality: failure }]\n`, 'workloads.a.gates.0.criticality is "failure"; it needs one of NOTE, UNSTABLE, FAILURE (line 4)', 'for example criticality: FAILURE'],
    ['no workloads', 'workloads: {}\n', 'workloads is an empty map; it needs a map with at least one workload (line 1)', 'for example workloads: {sample: {command: python3 -m photo_tagger}}'],
    ['workloads as a list', 'workloads: [a]\n', 'workloads is a list; it needs a map with at least one workload (line 1)', 'for example workloads: {sample: {command: python3 -m photo_tagger}}'],
    ['no key workloads', 'outDir: x\n', 'the configuration has no "workloads" (line 1)', 'add it, for example workloads: {sample: {command: python3 -m photo_tagger}}'],
    ['a name that cannot be a directory', `${start}  ../b:\n    command: x\n`, '"../b" is no name for a workload (line 4)', 'names become directories: letters, digits, ".", "_" and "-", no "." or "-" first, at most 64, and not "latest"'],
    ['the name latest', 'workloads:\n  latest:\n    command: x\n', '"latest" is no name for a workload (line 2)', 'names become directories: letters, digits, ".", "_" and "-", no "." or "-" first, at most 64, and not "latest"'],
    ['a name of 65 characters', `${start}  ${'n'.repeat(65)}: {command: x}\n`, `"${'n'.repeat(65)}" is no name for a workload (line 4)`, 'names become directories: letters, digits, ".", "_" and "-", no "." or "-" first, at most 64, and not "latest"'],
    ['the name __proto__', 'workloads:\n  __proto__:\n    command: 3\n', 'the name "__proto__" is reserved (line 2)', 'choose another name'],
    ['the variable constructor', `${start}    env:\n      constructor: { a: 1 }\n`, 'the name "constructor" is reserved (line 5)', 'choose another name'],
    ['a key twice', `${start}  b: { command: y }\n  a: { command: z }\n`, '"a" is there twice, first on line 2 (line 5)', 'keep one of them'],
    ['a tab', 'workloads:\n\ta: 1\n', 'cannot be read: Tabs are not allowed as indentation (line 2)', 'indent with spaces'],
    ['a colon in a command', 'workloads:\n  a:\n    command: echo a: b\n', 'cannot be read: Nested mappings are not allowed in compact mappings (line 3)', 'put quotes around a text that holds ": "'],
    ['an open quote', 'workloads:\n  a: "x', 'cannot be read: Missing closing "quote (line 2)', 'close what was opened'],
    ['two documents', `${start}---\n${start}`, 'holds several documents (line 4)', 'keep one document, without "---" between'],
    ['a tag', `${start}    env: { A: !env B }\n`, 'cannot be read: Unresolved tag: !env (line 4)', 'correct the line; put quotes around texts with special characters'],
    ['an alias without anchor', `${start}    env: *e\n`, 'there is no anchor &e before *e (line 4)', 'name an anchor further up, or put quotes around a text that starts with "*"'],
    ['a merge of a list', `x: &x [1]\nworkloads:\n  a: { <<: *x }\n`, 'a merge key "<<" stands before something that is no map', 'name a map: <<: *anchor'],
    ['an empty file', '', 'is empty; it needs workloads', 'for example workloads: {sample: {command: python3 -m photo_tagger}}'],
    ['comments alone', '# nothing yet\n', 'is empty; it needs workloads', 'for example workloads: {sample: {command: python3 -m photo_tagger}}'],
    ['a text', 'workloads\n', 'the configuration is "workloads"; it needs a map with "workloads" (line 1)', 'for example {workloads: {sample: {command: python3 -m photo_tagger}}}'],
  ];
  it('is refused with the line and what to do', async () => {
    for (const [name, text, message, hint] of wrong) expect(await refused('c.yaml', text), name).to.deep.equal([`c.yaml: ${message}`, hint]);
  });

  it('is refused as JSON with the line too', async () => {
    expect(await refused('c.json', '{\n"workloads": {\n"a": {"command": "x", "ruins": 3}}}')).to.deep.equal(['c.json: workloads.a knows no key "ruins" (line 3)', 'did you mean runs?']);
    expect((await refused('c.json', '{\n"workloads": {},\n"workloads": {}}'))[0]).to.equal('c.json: "workloads" is there twice, first on line 2 (line 3)');
    const [message, hint] = await refused('c.json', '{\n"workloads": {},\n}');
    expect([message?.replace(/no JSON: .*? \(/, 'no JSON: … ('), hint]).to.deep.equal(['c.json: is no JSON: … (line 3)', 'JSON knows no comments, no trailing commas and no single quotes; YAML does']);
    expect((await refused('c.json', '\n{"workloads": '))[0]).to.match(/^c\.json: is no JSON: .* \(line 2\)$/);
    expect((await refused('c.json', ' \n'))[0]).to.equal('c.json: is empty; it needs workloads');
  });

  it('is refused as a module that throws, exports nothing, or gives something else', async () => {
    expect(await refused('a.mjs', '\nthrow new Error("no\\nmore");')).to.deep.equal(['a.mjs: cannot be loaded: Error: no (line 2)', 'node with the name of the file shows the whole error']);
    expect((await refused('b.mjs', 'export default () => { throw 3; };'))[0]).to.equal('b.mjs: cannot be loaded: 3');
    expect((await refused('c.mjs', 'export const config = {};'))[0]).to.equal('c.mjs: has no default export');
    expect((await refused('d.mjs', 'a b'))[0]).to.match(/^d\.mjs: cannot be loaded: \w+/);
    expect((await refused('e.mjs', 'export default () => ({ workloads: { a: { command: () => 1 } } });'))[0]).to.equal('e.mjs: workloads.a.command is a function; it needs a shell command');
    expect((await refused('f.mjs', 'const w = {}; w.workloads = w; export default w;'))[0]).to.match(/^f\.mjs: workloads\.workloads /);
  });

  it('is refused where it is no file, no text, too large, or of another kind', async () => {
    mkdirSync(join(dir.path(), 'd.yaml'));
    const errorOf = async (path: string): Promise<string> => String((await rejection(readConfig(path, dir.path()))) as Error);
    expect(await errorOf(join(dir.path(), 'd.yaml'))).to.equal('UserError: d.yaml: is no file');
    expect(await errorOf(join(dir.path(), 'none.yaml'))).to.equal('UserError: none.yaml: there is no such file');
    expect(await errorOf('/dev/null')).to.contain('the ending of a configuration file');
    expect((await refused('c.yaml', Buffer.from('\ufeffa: 1', 'utf16le')))[0]).to.equal('c.yaml: is no text in UTF-8: it holds a NUL byte');
    expect((await refused('c.yaml', Buffer.from([0x61, 0xff])))[0]).to.equal('c.yaml: is no text in UTF-8');
    expect((await refused('c.yaml', '#'.repeat(1024 ** 2 + 1)))[0]).to.equal('c.yaml: is larger than 1 MiB');
    expect((await refused('c.toml', start))[0]).to.equal('c.toml: the ending of a configuration file is .yaml, .yml, .json, .js or .mjs');
  });

  it('that multiplies or nests without end is refused, and quickly', async () => {
    const list = (name: string, of: string): string => `${name}: &${name} [${Array.from({ length: 9 }, () => of).join(', ')}]\n`;
    const bomb = ['b', 'c', 'd', 'e', 'f', 'g', 'h'].reduce((text, name, index, names) => text + list(name, index === 0 ? '1' : `*${names[index - 1] as string}`), '');
    const began = process.cpuUsage();
    expect((await refused('c.yaml', bomb))[0]).to.contain('multiply to more than 1000 copies');
    expect((await refused('c.yaml', '['.repeat(500_000)))[0]).to.equal('c.yaml: is nested more than 500 deep (line 1)');
    expect((await refused('c.yaml', 'workloads: &a { b: *a }\n'))[0]).to.equal('c.yaml: workloads.b has no "command" (line 1); there is more to correct below');
    expect((await refused('c.yaml', '- '.repeat(3_000)))[0]).to.equal('c.yaml: is nested too deeply (line 1)');
    expect((await refused('c.yaml', Array.from({ length: 3_000 }, (_, index) => `k${index}: 1`).join('\n')))[0]).to.equal('c.yaml: the configuration has no "workloads" (line 1); there is more to correct below');
    const { user, system } = process.cpuUsage(began);
    expect((user + system) / 1e6).to.be.below(5);
  });

  it('is quoted on a terminal with its control characters made visible', async () => {
    const error = await rejection(read('c.yaml', `${start}    "\\e[2J\u202eruns": 3\n`));
    const { text, exitCode } = explainError(error, false);
    expect([text.split('\n')[0], exitCode]).to.deep.equal(['perf-report: c.yaml: workloads.a knows no key "\\x1b[2J\\u202eruns" (line 4)', 2]);
  });
});
