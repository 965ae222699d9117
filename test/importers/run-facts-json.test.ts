import { readFileSync, readdirSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { expect } from 'chai';
import { InputError } from '../../src/core/errors.ts';
import { noRunFacts, type RunFacts } from '../../src/core/model/run.ts';
import type { RunRecord, WorkloadRun } from '../../src/core/model/run-record.ts';
import { makeHead } from '../../src/importers/head.ts';
import { runFactsReaders } from '../../src/importers/run-facts/index.ts';
import { mergeRunFacts } from '../../src/importers/run-facts/merge.ts';
import { runJsonReader } from '../../src/importers/run-facts/run-json.ts';

const text = readFileSync('test/fixtures/run-facts/hand-written/run.json', 'utf8');
const schema = JSON.parse(readFileSync('schemas/run-v1.schema.json', 'utf8')) as object;
const validate = new Ajv2020({ strict: true, allowUnionTypes: true, allErrors: true }).compile(schema);

const read = (value: unknown): RunFacts => runJsonReader.read(typeof value === 'string' ? value : JSON.stringify(value), 'run.json').facts;
const notes = (value: unknown): string[] => runJsonReader.read(typeof value === 'string' ? value : JSON.stringify(value), 'run.json').notes.map((note) => note.text);
const run = (fields: object): object => ({ schema: 'perf-report/run/v1', workload: 'w', ...fields });
const sample = (wallSeconds: unknown, more: object = {}): object => ({ arm: 'head', wallSeconds, ...more });

describe('run.json reader', () => {
  it('reads a run that the published schema accepts', () => {
    expect(validate(JSON.parse(text)), JSON.stringify(validate.errors)).to.equal(true);
    expect(runJsonReader.recognise(makeHead(Buffer.from(text), true), 'unknown')).to.equal(true);
    const { facts, notes: found } = runJsonReader.read(text, 'run/run.json');
    expect(facts).to.deep.equal({
      workload: 'sample',
      command: 'python3 -m photo_tagger --dataset fixtures/sample',
      startedAt: '2026-11-22T07:15:00Z',
      wallSeconds: 2.5,
      cpuUserSeconds: 2.25,
      cpuSystemSeconds: 0.125,
      peakRssBytes: 160000000,
      exitCode: 0,
      gitSha: '4f1c2aa9d0b34c6f8a7e5d4c3b2a1908f7e6d5c4',
      gitBranch: 'feature/faster-tags',
      host: 'builder-7',
      runtime: 'Python 3.12.4',
      ciBuild: '412',
      ciUrl: 'https://ci.example.org/job/photo-app/412/',
      toolVersion: '0.1.0',
      sources: ['run/run.json'],
    });
    expect(found.map((note) => note.code)).to.deep.equal(['medians']);
  });

  it('has a schema that refuses wrong types and allows more properties', () => {
    expect(validate(run({ samples: [sample(1)], extra: [1] }))).to.equal(true);
    expect(validate(run({ samples: [sample('1')] }))).to.equal(false);
    expect(validate(run({ samples: [{ wallSeconds: 1 }] }))).to.equal(false);
    expect(validate(run({ samples: [sample(-1)] }))).to.equal(false);
    expect(validate({ schema: 'perf-report/run/v1' })).to.equal(false);
    expect(validate({ schema: 'perf-report/run/v2', workload: 'w' })).to.equal(false);
    expect(validate(run({ ci: { url: 'javascript:alert(1)' } }))).to.equal(false);
  });

  it('takes the median of an even number of samples between the middle two', () => {
    expect(read(run({ samples: [sample(4), sample(1), sample(2), sample(3)] })).wallSeconds).to.equal(2.5);
  });

  it('leaves failed executions out of the medians, and shows their exit code', () => {
    const facts = read(run({ samples: [sample(1, { exitCode: 0 }), sample(90, { exitCode: 2 }), sample(80, { signal: 9 })] }));
    expect([facts.wallSeconds, facts.exitCode]).to.deep.equal([1, 2]);
    const killed = read(run({ samples: [sample(80, { signal: 9, exitCode: null })] }));
    expect([killed.wallSeconds, killed.exitCode]).to.deep.equal([80, 137]);
    expect(notes(run({ samples: [sample(1, { exitCode: 0 }), sample(90, { exitCode: 2 })] }))).to.include('1 of 2 samples failed');
  });

  it('takes samples without an arm where none is of head, never those of base', () => {
    expect(read(run({ samples: [{ wallSeconds: 3 }] })).wallSeconds).to.equal(3);
    expect(read(run({ samples: [{ arm: 'base', wallSeconds: 3 }] })).wallSeconds).to.equal(null);
    expect(notes(run({ samples: [{ arm: 'base', wallSeconds: 3 }] })).join()).to.include('none of the 1 samples');
  });

  it('reads what it understands of a later version, and says so', () => {
    expect(runJsonReader.recognise(makeHead(Buffer.from('{"schema":"perf-report/run/v9"}'), true), 'x')).to.equal(true);
    expect(read({ schema: 'perf-report/run/v9', workload: 'w' }).workload).to.equal('w');
    expect(notes({ schema: 'perf-report/run/v9' }).join()).to.include('perf-report/run/v9');
  });

  it('leaves out each value of a wrong type and names it', () => {
    const wrong = run({ command: 5, workload: ['x'], startedAt: 'now', samples: [sample('NaN'), 7, null, sample(-1)], git: 'main', host: [], ci: { url: 'javascript:alert(1)', build: 412 }, tool: 1 });
    expect(read(wrong)).to.deep.equal({ ...noRunFacts, sources: ['run.json'] });
    const said = notes(wrong).join('\n');
    for (const place of ['command', 'workload', 'startedAt', 'samples[0].wallSeconds', 'samples[1]', 'samples[2]', 'samples[3].wallSeconds', 'git', 'host', 'ci.url', 'ci.build', 'tool']) {
      expect(said).to.include(`${place} is no `);
    }
    expect(read(run({ samples: {} })).wallSeconds).to.equal(null);
    expect(read('{"schema":"perf-report/run/v1","samples":[{"arm":"head","wallSeconds":1e999}]}').wallSeconds).to.equal(null);
  });

  it('takes nothing from __proto__ and pollutes no prototype', () => {
    const facts = read('{"schema":"perf-report/run/v1","__proto__":{"workload":"evil","polluted":1},"git":{"__proto__":{"sha":"4f1c2aa"}},"samples":[{"__proto__":{"wallSeconds":5}}]}');
    expect([facts.workload, facts.gitSha, facts.wallSeconds]).to.deep.equal([null, null, null]);
    expect(({} as Record<string, unknown>)['polluted']).to.equal(undefined);
  });

  it('hides home directories and carries no environment', () => {
    const facts = read(run({ command: '/root/bin/x /home/alex/y', env: { TOKEN: 'hunter2' }, host: { runtime: '/Users/sam/python' } }));
    expect([facts.command, facts.runtime]).to.deep.equal(['~/bin/x ~/y', '~/python']);
    expect(JSON.stringify(facts)).not.to.include('hunter2');
  });

  it('names the line where broken JSON breaks', () => {
    for (const length of [text.length >> 2, text.length >> 1, text.length - 3]) {
      const cut = text.slice(0, length);
      expect(() => read(cut))
        .to.throw(InputError, 'no valid JSON')
        .with.nested.property('place.line')
        .that.is.within(1, cut.split('\n').length);
    }
    expect(() => read('[]')).to.throw(InputError, 'no JSON object');
    expect(() => read('')).to.throw(InputError, 'no valid JSON');
  });

  it('survives 100,000 nested lists and 100,000 wrong samples', () => {
    expect(read(`{"schema":"perf-report/run/v1","workload":"w","x":${'['.repeat(100_000)}${']'.repeat(100_000)}}`).workload).to.equal('w');
    expect(notes(run({ samples: Array.from({ length: 100_000 }, (_, i) => i) }))).to.have.length.below(25);
  });

  it('is not taken in by other JSON', () => {
    const recognised = (value: string): boolean => runJsonReader.recognise(makeHead(Buffer.from(value), true), 'run.json');
    expect(recognised('{"schema":"perf-report/report/v1"}')).to.equal(false);
    expect(recognised('["perf-report/run/v1"]')).to.equal(false);
    expect(recognised(JSON.stringify({ note: '"schema": "perf-report/run/v1"' }))).to.equal(false);
  });
});

describe('run.json as a whole run', () => {
  const whole = (value: unknown): WorkloadRun => runJsonReader.read(JSON.stringify(value), 'in/run.json').run as WorkloadRun;
  const full = {
    schema: 'perf-report/run/v1',
    tool: { name: 'perf-report', version: '0.1.0' },
    workload: 'sample',
    command: 'true',
    status: 'failed',
    failure: 'execution 2 of 10 exited with 1 after 3 s',
    failureOutput: 'line one\n  line two',
    settings: { runs: 10, warmup: 1, timeoutSeconds: null, profilers: [], backend: 'wait4' },
    startedAt: '2026-11-22T07:15:00Z',
    finishedAt: null,
    arms: [{ arm: 'head', sha: null, branch: null, dirty: null }],
    samples: [
      { arm: 'head', pair: null, warmup: true, startedAt: '2026-11-22T07:15:00.250Z', wallSeconds: 3, cpuUserSeconds: 2, cpuSystemSeconds: 0.5, peakRssBytes: 4096, instructions: 1e9, exitCode: 0, signal: null, counters: { assets: 250 } },
      { arm: 'head', pair: null, warmup: false, startedAt: null, wallSeconds: 3, cpuUserSeconds: null, cpuSystemSeconds: null, peakRssBytes: null, instructions: null, exitCode: null, signal: 9, counters: null },
    ],
    profiles: [
      { file: 'profile.stats', profiler: 'cprofile', arm: 'head', overhead: 2.5, error: null },
      { file: 'py-spy', profiler: 'py-spy', arm: 'head', overhead: null, error: 'not permitted' },
    ],
    git: { sha: '4f1c2aa9d0', branch: 'main', dirty: false, shallow: true, baseSha: null },
    host: { name: 'h', os: 'Linux 6.1', arch: 'x64', cpuModel: 'CPU', cpuCount: 4, memoryBytes: 2048, governor: 'performance', cpuLimit: 1.5, memoryLimitBytes: 1024, runtime: 'Python 3', runtimes: { python: '3.12.4' }, loadBefore: 0.5, loadAfter: 1, stealShare: 0.01, fingerprint: 'ab' },
    ci: null,
    notes: [{ code: 'execution', text: 'a process was left over' }],
  } satisfies RunRecord;

  it('reads every field of a record that the schema accepts, without a note', () => {
    expect(validate(full), JSON.stringify(validate.errors)).to.equal(true);
    const { notes: found } = runJsonReader.read(JSON.stringify(full), 'in/run.json');
    expect(found.map(({ code }) => code)).to.deep.equal(['failed-samples']);
    const { status, failure, failureOutput, samples, profiles, host, notes: said } = full;
    expect(whole(full)).to.deep.equal({ file: 'in/run.json', tool: 'perf-report', workload: 'sample', status, failure, failureOutput, backend: 'wait4', runs: 10, samples, profiles, host, notes: said, headSha: '4f1c2aa9d0', startedAt: full.startedAt });
  });

  it('knows nothing of a run that says nothing', () => {
    expect(whole({ schema: 'perf-report/run/v1' })).to.deep.equal({ file: 'in/run.json', tool: null, workload: null, status: null, failure: null, failureOutput: null, backend: null, runs: null, samples: [], profiles: [], host: null, notes: [] });
  });

  it('leaves out what is of a wrong type, and names it', () => {
    const wrong = run({
      status: 'done',
      samples: [{ arm: 'head', counters: { assets: '7', ok: 1 }, instructions: -1, pair: 0 }, { arm: 'third' }],
      profiles: ['x', { file: 7 }],
      host: { stealShare: 2, runtimes: { python: 3 }, cpuCount: 0.5 },
      notes: [{ text: 1 }, 'x'],
    });
    const read = whole(wrong);
    expect([read.status, read.samples.length, read.samples[0]?.counters, read.profiles.length, read.host?.stealShare, read.notes]).to.deep.equal([null, 1, { ok: 1 }, 1, null, []]);
    const said = notes(wrong).join('\n');
    for (const place of ['status', 'samples[0].counters.assets', 'samples[0].instructions', 'samples[0].pair', 'profiles[0]', 'profiles[1].file', 'host.stealShare', 'host.runtimes.python', 'host.cpuCount', 'notes[0].text', 'notes[1]']) expect(said).to.include(`${place} is no `);
    expect(said).to.include('of neither arm');
  });

  it('bounds what a hostile file can hold, and takes no prototype', () => {
    const many = runJsonReader.read(JSON.stringify(run({ samples: Array.from({ length: 50_000 }, () => ({ arm: 'head' })), profiles: Array.from({ length: 5000 }, () => ({ file: 'p' })), notes: Array.from({ length: 5000 }, (_, i) => ({ code: 'c', text: `n${i}` })) })), 'run.json');
    expect([many.run?.samples.length, many.run?.profiles.length, many.run?.notes.length]).to.deep.equal([10_000, 1000, 21]);
    expect(many.notes.map(({ text }) => text)).to.include('samples holds 50000 values; the first 10000 are read');
    const read = runJsonReader.read('{"schema":"perf-report/run/v1","samples":[{"arm":"head","counters":{"__proto__":5,"constructor":6}}],"host":{"runtimes":{"__proto__":"x"}}}', 'run.json').run;
    expect(Object.entries(read?.samples[0]?.counters ?? {})).to.deep.equal([['constructor', 6]]);
    expect(Object.getPrototypeOf(read?.host?.runtimes)).to.equal(Object.prototype);
  });
});

describe('run facts together', () => {
  it('asks run.json first, then metadata.txt, then time -v', () => {
    expect(runFactsReaders.map((reader) => reader.id)).to.deep.equal(['run-json', 'metadata-txt', 'time-v']);
  });

  it('lets the first known value win and joins the sources', () => {
    const merged = mergeRunFacts([
      { ...noRunFacts, workload: 'a', exitCode: 0, sources: ['run.json'] },
      { ...noRunFacts, workload: 'b', wallSeconds: 2, exitCode: 1, sources: ['metadata.txt'] },
      { ...noRunFacts, wallSeconds: 3, peakRssBytes: 4, sources: ['time.txt'] },
    ]);
    expect(merged).to.deep.equal({ ...noRunFacts, workload: 'a', exitCode: 0, wallSeconds: 2, peakRssBytes: 4, sources: ['run.json', 'metadata.txt', 'time.txt'] });
    expect(mergeRunFacts([])).to.deep.equal(noRunFacts);
  });

  it('recognises each file by one reader only', () => {
    const timed = readdirSync('test/fixtures/run-facts').find((name) => name.startsWith('gnu-time-')) ?? '';
    const files = ['hand-written/run.json', 'hand-written/metadata.txt', `${timed}/success.txt`];
    const found = files.map((file) => {
      const head = makeHead(readFileSync(`test/fixtures/run-facts/${file}`), true);
      return runFactsReaders.filter((reader) => reader.recognise(head, 'unknown')).map((reader) => reader.id);
    });
    expect(found).to.deep.equal([['run-json'], ['metadata-txt'], ['time-v']]);
  });
});
