import { expect } from 'chai';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { resolveSettings, type ResolvedSettings } from '../../src/config/resolve-settings.ts';
import type { RunFlags } from '../../src/config/run-flags.ts';
import type { Settings, WorkloadSettings } from '../../src/config/settings.ts';
import { UserError } from '../../src/core/errors.ts';
import { rejection, useTempDir } from '../helpers/temp-dir.ts';

const config = `outDir: runs
defaults:
  runs: 4
  warmup: 2
  env: { A: 1, B: shared }
  gates: [{ metric: wall }]
workloads:
  sample:
    command: python3 -m photo_tagger
    setup: make data
    cwd: app
    env: { A: 007, API_TOKEN: abc }
    runs: 6
    timeout: 2m
    profilers: [cprofile, tracemalloc, cprofile]
    counters: out/counters.json
    gates:
      - { metric: calls, function: get_asset_info, threshold: 0.5%, criticality: UNSTABLE }
      - { metric: 'counter:assets' }
  bench: { command: node bench.js }
retention: { metrics: 10w }
`;

describe('resolveSettings', () => {
  const dir = useTempDir();
  const knownProfilers = ['cprofile', 'tracemalloc', 'node-cpu'];
  const resolveIn = (flags: RunFlags = {}, env: Record<string, string> = {}, cwd = dir.path()): Promise<ResolvedSettings> => resolveSettings({ cwd, env, flags, knownProfilers });
  const refusal = async (flags: RunFlags, env: Record<string, string> = {}): Promise<string[]> => {
    const error = await rejection(resolveIn(flags, env));
    expect(error, String(error)).to.be.instanceOf(UserError);
    return [(error as UserError).message, (error as UserError).hint ?? ''];
  };
  const only = ({ workloads }: Settings): WorkloadSettings => {
    expect(workloads.length).to.equal(1);
    return workloads[0] as WorkloadSettings;
  };
  const origin = ({ origins }: Settings, key: string): unknown[] => origins.filter((each) => each.key === key).map(({ value, from }) => [value, from])[0] ?? [];
  const from = (settings: Settings, key: string): unknown => origin(settings, key)[1];

  it('fills in what the file does not say, and says where each value came from', async () => {
    const file = dir.write('perf-report.config.yaml', config);
    const settings = await resolveIn();
    const root = dir.path();
    expect({ ...settings, origins: [], workloads: [] }).to.deep.equal({ file, root, outDir: join(root, 'runs'), profile: true, base: null, target: null, allowSame: false, retention: { metricsDays: 70, profiles: 30 }, origins: [], workloads: [], warnings: [] });
    expect(settings.workloads).to.deep.equal([
      {
        name: 'sample',
        command: 'python3 -m photo_tagger',
        setup: 'make data',
        cwd: join(root, 'app'),
        env: { A: '007', B: 'shared', API_TOKEN: 'abc' },
        runs: 6,
        pairs: 9,
        budgetSeconds: 1800,
        warmup: 2,
        timeoutSeconds: 120,
        profilers: ['cprofile', 'tracemalloc'],
        counters: join(root, 'app/out/counters.json'),
        instructions: false,
        strict: false,
        confirm: false,
        inconclusive: 'NOTE',
        gates: [
          { metric: 'calls', function: 'get_asset_info', threshold: 0.005, warn: null, floor: null, criticality: 'UNSTABLE' },
          { metric: 'counter:assets', function: null, threshold: 0.1, warn: null, floor: null, criticality: 'FAILURE' },
        ],
      },
      {
        name: 'bench',
        command: 'node bench.js',
        setup: null,
        cwd: root,
        env: { A: '1', B: 'shared' },
        runs: 4,
        pairs: 9,
        budgetSeconds: 1800,
        warmup: 2,
        timeoutSeconds: 3600,
        profilers: ['auto'],
        counters: null,
        instructions: false,
        strict: false,
        confirm: false,
        inconclusive: 'NOTE',
        gates: [{ metric: 'wall', function: null, threshold: 0.1, warn: null, floor: null, criticality: 'FAILURE' }],
      },
    ]);
    const line = (number: number): string => `perf-report.config.yaml line ${number}`;
    expect(origin(settings, 'outDir')).to.deep.equal([join(root, 'runs'), line(1)]);
    expect(origin(settings, 'workloads.sample.runs')).to.deep.equal([6, line(13)]);
    expect(origin(settings, 'workloads.sample.warmup')).to.deep.equal([2, line(4)]);
    expect(origin(settings, 'workloads.sample.pairs')).to.deep.equal([9, 'default']);
    expect(origin(settings, 'workloads.sample.env.A')).to.deep.equal(['007', line(12)]);
    expect(origin(settings, 'workloads.sample.env.B')).to.deep.equal(['shared', line(5)]);
    expect(origin(settings, 'workloads.sample.env.API_TOKEN')).to.deep.equal(['(hidden)', line(12)]);
    expect(origin(settings, 'workloads.bench.gates')[1]).to.equal(line(6));
    expect(origin(settings, 'retention.metrics')).to.deep.equal([70, line(21)]);
    expect(origin(settings, 'retention.profiles')).to.deep.equal([30, 'default']);
    expect(origin(settings, 'profile')).to.deep.equal([true, 'default']);
  });

  it('reads what gates ask for, from the workload, its defaults, flags and environment', async () => {
    const gates = '[{ metric: wall, warn: 3%, floor: 20ms }, { metric: rss, floor: 2MiB }, { metric: "counter:queries", floor: 5 }, { metric: self, function: f, floor: 1.5s }, { metric: wall/assets }, { metric: live-bytes, floor: 0 }]';
    dir.write('perf-report.config.yaml', `defaults: { strict: true, inconclusive: UNSTABLE, gates: ${gates} }\nworkloads:\n  a: { command: x, inconclusive: FAILURE }\n  b: { command: x, strict: false, confirm: true }\n`);
    const settings = await resolveIn();
    expect(settings.workloads.map(({ strict, confirm, inconclusive }) => [strict, confirm, inconclusive])).to.deep.equal([[true, false, 'FAILURE'], [false, true, 'UNSTABLE']]);
    expect(settings.workloads[0]?.gates.map(({ warn, floor }) => [warn, floor])).to.deep.equal([[0.03, 0.02], [null, 2 * 1024 ** 2], [null, 5], [null, 1.5], [null, null], [null, 0]]);
    expect([origin(settings, 'workloads.a.inconclusive'), origin(settings, 'workloads.b.strict'), from(settings, 'workloads.a.strict')]).to.deep.equal([['FAILURE', 'perf-report.config.yaml line 3'], [false, 'perf-report.config.yaml line 4'], 'perf-report.config.yaml line 1']);
    const flags = await resolveIn({ workloads: ['b'], strict: true, confirm: false }, { PERF_REPORT_STRICT: '0', PERF_REPORT_CONFIRM: '1' });
    expect([only(flags).strict, only(flags).confirm, from(flags, 'workloads.b.confirm')]).to.deep.equal([true, false, '--no-confirm']);
  });

  it('refuses gates that contradict themselves, with the line', async () => {
    const refused = async (gate: string): Promise<string[]> => {
      dir.write('perf-report.config.yaml', `workloads:\n  a:\n    command: x\n    gates:\n      - ${gate}\n`);
      return refusal({});
    };
    const place = 'perf-report.config.yaml: workloads.a.gates.0';
    expect(await refused('{ metric: wall, threshold: 5%, warn: 7% }')).to.deep.equal([`${place}.warn is 7%, above the threshold of 5% (line 5)`, 'a warning comes before the failure: give warn at most the threshold']);
    expect(await refused('{ metric: wall, floor: 1MiB }')).to.deep.equal([`${place}.floor is "1MiB"; for wall it needs a time as 5ms (line 5)`, 'for example floor: 5ms']);
    expect(await refused('{ metric: alloc-bytes, floor: 3 }')).to.deep.equal([`${place}.floor is 3; for alloc-bytes it needs a size as 1MiB (line 5)`, 'for example floor: 1MiB']);
    expect(await refused('{ metric: self }')).to.deep.equal([`${place}.metric is "self", the own time of a function, and the gate names none (line 5)`, 'add function: <name>, or gate on wall or cpu']);
    expect((await refused('{ metric: "counter:a", function: f }'))[0]).to.equal(`${place}.metric is "counter:a", which no profile knows of a function (line 5)`);
  });

  it('takes flags over environment over workload over defaults, for each key', async () => {
    dir.write('perf-report.config.yaml', config);
    const all = { setup: 's', runs: '1', pairs: '2', warmup: '0', timeout: 'none', profilers: 'none', counters: 'c.json', outDir: 'o', cwd: 'w' };
    const variables = { SETUP: 't', RUNS: '3', PAIRS: '4', WARMUP: '5', TIMEOUT: '90', PROFILERS: 'node-cpu', COUNTERS: 'd.json', OUT_DIR: 'p', CWD: 'v', INSTRUCTIONS: 'yes' };
    const env = Object.fromEntries(Object.entries(variables).map(([name, value]) => [`PERF_REPORT_${name}`, value]));
    const root = dir.path();

    const byFlag = await resolveIn({ workloads: ['sample'], ...all, instructions: false }, env);
    expect(only(byFlag)).to.include({ setup: 's', runs: 1, pairs: 2, warmup: 0, timeoutSeconds: null, cwd: join(root, 'w'), counters: join(root, 'w/c.json'), instructions: false });
    expect([only(byFlag).profilers, byFlag.outDir]).to.deep.equal([[], join(root, 'o')]);
    for (const key of Object.keys(all)) expect(from(byFlag, key === 'outDir' ? key : `workloads.sample.${key}`)).to.equal(key === 'outDir' ? '--out-dir' : `--${key}`);
    expect(from(byFlag, 'workloads.sample.instructions')).to.equal('--no-instructions');

    const byVariable = await resolveIn({ workloads: ['sample'] }, env);
    expect(only(byVariable)).to.include({ setup: 't', runs: 3, pairs: 4, warmup: 5, timeoutSeconds: 90, cwd: join(root, 'v'), counters: join(root, 'v/d.json'), instructions: true });
    expect([only(byVariable).profilers, byVariable.outDir]).to.deep.equal([['node-cpu'], join(root, 'p')]);
    expect(from(byVariable, 'workloads.sample.runs')).to.equal('PERF_REPORT_RUNS');
    // A variable that is there but empty says nothing.
    expect(only(await resolveIn({ workloads: ['sample'] }, { PERF_REPORT_RUNS: '' })).runs).to.equal(6);
    // Flags count for every workload.
    expect((await resolveIn({ runs: '2' })).workloads.map(({ runs }) => runs)).to.deep.equal([2, 2]);
  });

  it('runs what is asked for, in that order and once', async () => {
    dir.write('perf-report.config.yaml', config);
    expect((await resolveIn({ workloads: ['bench', 'sample', 'bench'] })).workloads.map(({ name }) => name)).to.deep.equal(['bench', 'sample']);
    const [message, hint] = await refusal({ workloads: ['sampel'] });
    expect(message).to.equal(`there is no workload "sampel" in ${join(dir.path(), 'perf-report.config.yaml')}`);
    expect(hint).to.equal('did you mean sample? there are sample, bench');
    expect((await refusal({ workloads: ['toString'] }))[1]).to.equal('there are sample, bench');
    dir.write('perf-report.config.yaml', 'workloads:\n  a: { command: x }\n  A: { command: y }\n');
    expect((await refusal({}))[0]).to.equal('the workloads "a" and "A" differ in case alone');
  });

  it('measures a command without a file, where it was typed', async () => {
    mkdirSync(join(dir.path(), '.git'));
    mkdirSync(join(dir.path(), 'sub'));
    const cwd = join(dir.path(), 'sub');
    const settings = await resolveIn({ command: 'python3 -m photo_tagger --x' }, {}, cwd);
    expect(only(settings)).to.include({ name: 'photo_tagger', command: 'python3 -m photo_tagger --x', cwd, runs: 10 });
    expect([settings.file, settings.root, settings.outDir]).to.deep.equal([null, dir.path(), join(dir.path(), 'logs_local/profiling')]);
    expect(origin(settings, 'workloads.photo_tagger.command')).to.deep.equal(['python3 -m photo_tagger --x', '--command']);
    expect(only(await resolveIn({ workloads: ['own'], command: 'x' })).name).to.equal('own');
    expect(await refusal({ workloads: ['a', 'b'], command: 'x' })).to.deep.equal(['--command gives one command, but 2 workloads are named', 'name one workload, or none']);
    expect((await refusal({ workloads: ['../up'], command: 'x' }))[0]).to.equal('"../up" is no name for a workload');
    expect((await refusal({ command: '' }))[0]).to.equal('--command is ""; it needs a shell command');
    expect((await refusal({ workloads: ['a'] }))[0]).to.equal('there is no workload "a": no configuration file was found');
    expect((await resolveIn()).workloads).to.deep.equal([]);
  });

  it('gives a known workload another command and keeps the rest of it', async () => {
    dir.write('perf-report.config.yaml', config);
    expect(only(await resolveIn({ workloads: ['sample'], command: 'python3 other.py' }))).to.include({ command: 'python3 other.py', runs: 6, cwd: join(dir.path(), 'app') });
    expect(only(await resolveIn({ command: 'python3 other.py' }))).to.include({ name: 'other', runs: 4 });
  });

  it('reads the file that is named, or none', async () => {
    dir.write('perf-report.config.yaml', config);
    const named = dir.write('ci/fast.json', '{"workloads": {"fast": {"command": "x"}}}');
    for (const settings of [await resolveIn({ config: 'ci/fast.json' }), await resolveIn({}, { PERF_REPORT_CONFIG: 'ci/fast.json' })]) {
      expect([settings.file, settings.root, only(settings).name, settings.outDir]).to.deep.equal([named, join(dir.path(), 'ci'), 'fast', join(dir.path(), 'ci/logs_local/profiling')]);
    }
    expect((await resolveIn({ config: false })).file).to.equal(null);
    expect((await refusal({ config: 'none.yaml' }))[0]).to.equal('none.yaml: there is no such file');
    expect((await refusal({ config: '' }))[0]).to.equal('--config needs the name of a file');
  });

  it('switches profilers off by flag, variable, or either switch', async () => {
    const profile = async (env: Record<string, string>, flags: RunFlags = {}): Promise<unknown[]> => origin(await resolveIn(flags, env), 'profile');
    for (const off of ['0', 'false', 'off', 'No']) expect(await profile({ RUN_PROFILING: off })).to.deep.equal([false, 'RUN_PROFILING']);
    expect(await profile({ SKIP_PROFILING: '1' })).to.deep.equal([false, 'SKIP_PROFILING']);
    expect(await profile({ RUN_PROFILING: '1', SKIP_PROFILING: 'true' })).to.deep.equal([false, 'SKIP_PROFILING']);
    expect(await profile({ RUN_PROFILING: '1', SKIP_PROFILING: '0' })).to.deep.equal([true, 'RUN_PROFILING']);
    expect(await profile({ RUN_PROFILING: '', SKIP_PROFILING: ' ' })).to.deep.equal([true, 'default']);
    expect(await profile({ PERF_REPORT_PROFILE: '0' })).to.deep.equal([false, 'PERF_REPORT_PROFILE']);
    expect(await profile({ RUN_PROFILING: '0', PERF_REPORT_PROFILE: '1' })).to.deep.equal([true, 'PERF_REPORT_PROFILE']);
    expect(await profile({ RUN_PROFILING: '0' }, { profile: true })).to.deep.equal([true, '--profile']);
    expect(await profile({}, { profile: false })).to.deep.equal([false, '--no-profile']);
  });

  it('names the flag, the variable or the line of a wrong value', async () => {
    dir.write('perf-report.config.yaml', config);
    expect(await refusal({ runs: '0' })).to.deep.equal(['--runs is "0"; it needs a whole number from 1 to 10000', 'for example --runs 10']);
    expect(await refusal({}, { PERF_REPORT_WARMUP: '-1' })).to.deep.equal(['PERF_REPORT_WARMUP is "-1"; it needs a whole number from 0 to 1000', 'for example PERF_REPORT_WARMUP=1']);
    expect((await refusal({ timeout: '2 weeks' }))[0]).to.equal('--timeout is "2 weeks"; it needs a time above 0 and up to 24 days, with its unit, or "none"');
    expect((await refusal({ timeout: '0' }))[0]).to.contain('--timeout is "0"');
    expect(await refusal({}, { PERF_REPORT_INSTRUCTIONS: 'maybe' })).to.deep.equal(['PERF_REPORT_INSTRUCTIONS is "maybe"; it needs 1 or 0', 'for example PERF_REPORT_INSTRUCTIONS=1']);
    expect((await refusal({}, { RUN_PROFILING: 'sometimes' }))[0]).to.equal('RUN_PROFILING is "sometimes"; it needs 1 or 0');
    expect((await refusal({ outDir: ' ' }))[0]).to.equal('--out-dir is " "; it needs a directory');
    dir.write('perf-report.config.yaml', 'workloads:\n  a:\n    command: x\n    timeout: 30d\n');
    expect((await refusal({}))[0]).to.equal('perf-report.config.yaml: workloads.a.timeout is "30d"; it needs a time above 0 and up to 24 days, with its unit, or "none" (line 4)');
  });

  it('knows the profilers that there are', async () => {
    dir.write('perf-report.config.yaml', 'workloads:\n  a:\n    command: x\n    profilers: [cprofil]\n');
    expect(await refusal({})).to.deep.equal([
      'perf-report.config.yaml: workloads.a.profilers is ["cprofil"]; it needs profilers that there are; "cprofil" is none (line 4)',
      'did you mean cprofile? there are cprofile, tracemalloc, node-cpu',
    ]);
    expect((await refusal({ profilers: 'auto,cprofile' }))[0]).to.equal('--profilers is "auto,cprofile"; it needs "auto" alone or a list without it');
    expect((await refusal({ profilers: ',' }))[0]).to.equal('--profilers is ","; it needs profilers, "auto" or "none"');
    expect(only(await resolveIn({ profilers: ' tracemalloc,cprofile,' })).profilers).to.deep.equal(['tracemalloc', 'cprofile']);
    dir.write('perf-report.config.yaml', 'workloads:\n  a:\n    command: x\n    profilers: []\n');
    expect(only(await resolveIn()).profilers).to.deep.equal([]);
  });

  it('warns of variables that are nearly settings', async () => {
    expect((await resolveIn({}, { PERF_REPORT_RUN: '3', PERF_REPORT_PROFILE_DIR: '/x', PERF_REPORT_EXECUTION: '1', OTHER: '1' })).warnings).to.deep.equal(['the environment variable PERF_REPORT_RUN is no setting; did you mean PERF_REPORT_RUNS?']);
  });
});
