import { gzipSync } from 'node:zlib';
import { readFileSync } from 'node:fs';
import { runInThisContext } from 'node:vm';
import { precompileTemplates } from '../../scripts/precompile-templates.ts';
import type { FlameTree } from '../../src/core/analysis/flame-tree.ts';
import type { CodeOwner, HotPlace, ReportFunction, ReportModel, ReportProfile } from '../../src/core/model/report.ts';
import { noRunFacts } from '../../src/core/model/run.ts';
import type { PageTemplates, ProfileView, RenderInput, ReportAssets } from '../../src/report/render-input.ts';
import { flameFromStacks, type Placed } from './flame-from-stacks.ts';

// key: name, file:line, calls, primitive calls (where they differ)
const table: readonly (readonly [string, string, string, number, number?])[] = [
  ['module', '<module>', 'photo_tagger/__main__.py:1', 1],
  ['main', 'main', 'photo_tagger/__main__.py:12', 1],
  ['run', 'run', 'pipeline.py:22', 1],
  ['classify', 'classify_assets', 'classify.py:30', 2000],
  ['info', 'get_asset_info', 'client.py:88', 84_808],
  ['request', '_request', 'client.py:31', 84_808],
  ['recv', "<method 'recv' of '_socket.socket' objects>", '', 84_808],
  ['loads', 'loads', 'json/__init__.py:299', 84_808],
  ['decodeJson', 'decode', 'json/decoder.py:332', 84_808],
  ['rawDecode', 'raw_decode', 'json/decoder.py:343', 84_808],
  ['dedupe', 'dedupe', 'work.py:41', 84_808],
  ['index', "<method 'index' of 'list' objects>", '', 1_204_000],
  ['rules', 'match', 'rules.py:112', 250_004],
  ['reMatch', 'match', 're/__init__.py:163', 250_004],
  ['compile', '_compile', 're/__init__.py:280', 250_004],
  ['rePattern', "<method 'match' of 're.Pattern' objects>", '', 250_004],
  ['load', 'load', 'assets.py:20', 2000],
  ['decode', 'decode', 'assets.py:57', 2000],
  ['unpack', '<built-in method _struct.unpack>', '', 48_000],
  ['read', "<method 'read' of '_io.BufferedReader' objects>", '', 2000],
  ['open', '<built-in method _io.open>', '', 2000],
  ['exif', 'read_exif', 'assets.py:93', 2000],
  ['walkTags', 'walk_tags', 'assets.py:120', 40_000, 2000],
  ['writeTags', 'write_tags', 'writer.py:15', 2000],
  ['flush', "<method 'flush' of '_io.BufferedWriter' objects>", '', 2000],
  ['dump', 'dump', 'json/__init__.py:120', 2000],
  ['iterencode', '_iterencode', 'json/encoder.py:414', 96_000],
  ['resize', 'resize', 'PIL/Image.py:2218', 2000],
  ['imagingResize', "<method 'resize' of 'ImagingCore' objects>", '', 2000],
  ['thumb', 'make_thumbnail', 'thumbs.py:18', 2000],
  ['save', 'save', 'PIL/Image.py:2436', 2000],
  ['encode', '<built-in method PIL._imaging.encode>', '', 2000],
  ['log', 'info', 'logging/__init__.py:1467', 12_000],
  ['emit', 'emit', 'logging/__init__.py:1078', 12_000],
  ['config', 'load_config', 'config.py:9', 1],
  ['importlib', '_find_and_load', '<frozen importlib._bootstrap>:1022', 212, 12],
  ['exec', '<built-in method builtins.exec>', '', 214, 1],
  ['sleep', '<built-in method time.sleep>', '', 12],
  ['retry', 'retry', 'client.py:12', 84_808],
  ['score', 'score', 'classify.py:71', 500_000],
];

const stacks: readonly (readonly [string, number])[] = [
  ['exec;module;main;run;classify;info;request;recv', 1.302_4],
  ['exec;module;main;run;classify;info;request', 0.021],
  ['exec;module;main;run;classify;info;request;retry', 0.008],
  ['exec;module;main;run;classify;info;request;retry;sleep', 0.012],
  ['exec;module;main;run;classify;info;loads', 0.004],
  ['exec;module;main;run;classify;info;loads;decodeJson', 0.012],
  ['exec;module;main;run;classify;info;loads;decodeJson;rawDecode', 0.055],
  ['exec;module;main;run;classify;info;dedupe', 0.846_1],
  ['exec;module;main;run;classify;info;dedupe;index', 0.194],
  ['exec;module;main;run;classify;info', 0.017],
  ['exec;module;main;run;classify;rules', 0.096],
  ['exec;module;main;run;classify;rules;reMatch', 0.011],
  ['exec;module;main;run;classify;rules;reMatch;compile', 0.009],
  ['exec;module;main;run;classify;rules;rePattern', 0.031],
  ['exec;module;main;run;classify;score', 0.052],
  ['exec;module;main;run;classify', 0.006],
  ['exec;module;main;run;load', 0.003],
  ['exec;module;main;run;load;decode', 0.041],
  ['exec;module;main;run;load;decode;unpack', 0.024],
  ['exec;module;main;run;load;read', 0.019],
  ['exec;module;main;run;load;open', 0.013],
  ['exec;module;main;run;load;exif;walkTags', 0.028],
  ['exec;module;main;run;load;exif', 0.004],
  ['exec;module;main;run;thumb;resize;imagingResize', 0.062],
  ['exec;module;main;run;thumb;resize', 0.002],
  ['exec;module;main;run;thumb;save;encode', 0.044],
  ['exec;module;main;run;thumb', 0.002],
  ['exec;module;main;run;writeTags;dump;iterencode', 0.033],
  ['exec;module;main;run;writeTags;dump', 0.003],
  ['exec;module;main;run;writeTags;flush', 0.014],
  ['exec;module;main;run;writeTags', 0.004],
  ['exec;module;main;run;log;emit', 0.018],
  ['exec;module;main;run;log', 0.006],
  ['exec;module;main;run', 0.001],
  ['exec;module;main;config', 0.002],
  ['exec;module;importlib', 0.037],
  ['exec;module', 0.0004],
];

const libraries = /^(?:PIL)\//;
const runtime = /^(?:json|re|logging)\/|^<frozen/;

function ownerOf(file: string): CodeOwner {
  if (file === '' || runtime.test(file)) return 'runtime';
  return libraries.test(file) ? 'library' : 'own';
}

function places(): Map<string, Placed> {
  return new Map(
    table.map(([key, name, place]) => {
      const colon = place.lastIndexOf(':');
      return [key, { name, file: colon < 0 ? '' : place.slice(0, colon), line: colon < 0 ? 0 : Number(place.slice(colon + 1)) }];
    }),
  );
}

function sum(rows: readonly (readonly [string, number])[], keep: (keys: string[]) => boolean): number {
  return rows.reduce((total, [stack, weight]) => total + (keep(stack.split(';')) ? weight : 0), 0);
}

function functionsOf(placed: ReadonlyMap<string, Placed>): ReportFunction[] {
  const edges = (key: string, up: boolean): ReportFunction['callers'] => {
    const totals = new Map<string, number>();
    for (const [stack, weight] of stacks) {
      const keys = stack.split(';');
      const at = keys.indexOf(key);
      const other = at < 0 ? undefined : keys[up ? at - 1 : at + 1];
      if (other !== undefined) totals.set(other, (totals.get(other) ?? 0) + weight);
    }
    return [...totals]
      .sort((a, b) => b[1] - a[1])
      .map(([other, total]) => ({ ...(placed.get(other) as Placed), calls: table.find(([k]) => k === (up ? key : other))?.[3] ?? null, total }));
  };
  const rows = table.map(([key, , , calls, primitive]): ReportFunction => {
    const place = placed.get(key) as Placed;
    return {
      ...place,
      self: sum(stacks, (keys) => keys.at(-1) === key),
      total: sum(stacks, (keys) => keys.includes(key)),
      calls,
      primitiveCalls: primitive ?? calls,
      owner: ownerOf(place.file),
      waiting: key === 'recv' || key === 'sleep',
      callers: edges(key, true),
      callees: edges(key, false),
    };
  });
  return rows.sort((a, b) => b.self - a.self || b.total - a.total);
}

function hottest(functions: readonly ReportFunction[], total: number): HotPlace[] {
  return functions.slice(0, 3).map(({ name, file, line, self, calls, owner, waiting }) => ({ name, file, line, self, share: self / total, calls, owner, waiting }));
}

const total = sum(stacks, () => true);
const functions = functionsOf(places());

/** A cProfile run of a photo tagger: 40 functions, waiting on a socket, one quadratic function. */
export const cpuProfile: ReportProfile = {
  id: 'p1',
  title: 'Time by cProfile',
  file: 'profile.stats',
  fileBytes: 48_211,
  format: 'pstats',
  formatTitle: 'Python pstats (cProfile)',
  kind: 'cpu',
  unit: 'seconds',
  semantics: 'deterministic',
  thread: null,
  total,
  samples: null,
  calls: table.reduce((all, [, , , calls]) => all + calls, 0),
  durationSeconds: null,
  startedAt: null,
  functionCount: table.length,
  functions,
  hottest: hottest(functions, total),
  waiting: { self: 1.3144, share: 1.3144 / total },
  sites: null,
  sources: [
    {
      file: 'work.py',
      name: 'dedupe',
      lines: [
        { line: 41, cost: 0, text: 'def dedupe(assets):' },
        { line: 42, cost: 0, text: '    seen = []' },
        { line: 43, cost: 0.022, text: '    for a in assets:' },
        { line: 44, cost: 0.815_1, text: '        if a.id not in seen:' },
        { line: 45, cost: 0.009, text: '            seen.append(a.id)' },
        { line: 46, cost: 0, text: '    return seen' },
      ],
    },
  ],
  flame: { reconstructed: true, missing: null, nodes: 44, maxDepth: 8, prunedNodes: 0, prunedShare: 0, pruneShare: 0.0001, timeOrder: false },
  notes: [{ code: 'subcalls', text: 'Times include the cost of the profiler itself, about 1 µs for each call.' }],
};

const sites: readonly (readonly [string, number, number, number])[] = [
  ['assets.py', 61, 9_437_184, 2000],
  ['client.py', 95, 6_120_448, 84_808],
  ['json/decoder.py', 353, 4_816_896, 61_200],
  ['thumbs.py', 27, 1_572_864, 2000],
  ['work.py', 45, 678_448, 84_808],
  ['<frozen importlib._bootstrap_external>', 757, 512_334, 4920],
  ['re/_compiler.py', 788, 88_064, 211],
];
const memoryTotal = sites.reduce((all, [, , bytes]) => all + bytes, 0);

/** A tracemalloc snapshot of the same program. */
export const memoryProfile: ReportProfile = {
  ...cpuProfile,
  id: 'p2',
  title: 'Memory in use',
  file: 'memory.tracemalloc',
  fileBytes: 1_204_332,
  format: 'tracemalloc',
  formatTitle: 'Python tracemalloc snapshot',
  kind: 'live-bytes',
  unit: 'bytes',
  semantics: 'snapshot',
  total: memoryTotal,
  calls: null,
  functionCount: 0,
  functions: [],
  hottest: sites.slice(0, 3).map(([file, line, self]) => ({ name: `${file}:${line}`, file, line, self, share: self / memoryTotal, calls: null, owner: ownerOf(file), waiting: false })),
  waiting: null,
  sites: {
    byLine: sites.map(([file, line, value, blocks]) => ({ file, line, value, blocks, owner: ownerOf(file) })),
    byFile: sites.map(([file, , value, blocks]) => ({ file, line: 0, value, blocks, owner: ownerOf(file) })),
    lineCount: 312,
    fileCount: 88,
  },
  sources: [],
  flame: { ...cpuProfile.flame, reconstructed: false, nodes: 7, maxDepth: 1 },
  notes: [],
};

/** The photo tagger's run: two profiles, one file that is cut off. */
export const sampleModel: ReportModel = {
  schema: 'perf-report/report/v1',
  tool: { name: 'perf-report', version: '0.1.0' },
  verdict: 'no-baseline',
  headline: 'sample took 3.01 s, half of it waiting; dedupe is the hottest own function',
  run: {
    ...noRunFacts,
    workload: 'sample',
    command: 'python3 -m photo_tagger --dataset fixtures/sample',
    startedAt: '2026-11-22T07:06:11Z',
    wallSeconds: 3.244,
    cpuUserSeconds: 1.702,
    cpuSystemSeconds: 0.131,
    peakRssBytes: 164_626_432,
    exitCode: 0,
    gitSha: '4f1c2aa90f1d3b7',
    gitBranch: 'main',
    host: 'agent linux-4, 8 cores',
    runtime: 'Python 3.12.4',
    ciBuild: '#412',
    ciUrl: 'jenkins.example/job/photo/412',
    sources: ['run.json', 'metadata.txt'],
  },
  inputs: [
    { file: 'profile.stats', bytes: 48_211, format: 'pstats', profiles: 1, error: null, notes: [] },
    { file: 'memory.tracemalloc', bytes: 1_204_332, format: 'tracemalloc', profiles: 1, error: null, notes: [] },
    {
      file: 'worker-2/profile.stats',
      bytes: 31,
      format: 'pstats',
      profiles: 0,
      error: { message: 'The marshal data ends in the middle of a string', place: 'byte 31', hint: 'The profiled process was killed while it wrote: let it end, or use Profile.dump_stats in a finally block.' },
      notes: [],
    },
    { file: 'run.json', bytes: 1804, format: 'run-json', profiles: 0, error: null, notes: [{ code: 'unknown-field', text: 'the field "colour" is not known and was left out' }] },
  ],
  profiles: [cpuProfile, memoryProfile],
  workloads: [],
  charts: [],
  comparisons: [],
  gate: null,
  limits: [{ code: 'functions-capped', where: 'memory.tracemalloc', text: '7 of 312 lines are listed; --top 0 lists all' }],
  notes: [],
};

/** The picture of `cpuProfile`. */
export function cpuFlame(): FlameTree {
  return flameFromStacks(places(), stacks);
}

function memoryFlame(): FlameTree {
  const placed = new Map(sites.map(([file, line]): [string, Placed] => [`${file}:${line}`, { name: `${file}:${line}`, file, line }]));
  return flameFromStacks(placed, sites.map(([file, line, bytes]) => [`${file}:${line}`, bytes]));
}

/** The repository's own templates, without client script and viewer unless given. */
export function readAssets(clientScript = '', viewerHtml = ''): ReportAssets {
  const templates = runInThisContext(`(${precompileTemplates()})`) as PageTemplates;
  return { templates, css: readFileSync(new URL('../../templates/report.css', import.meta.url), 'utf8'), clientScript, viewerHtml };
}

/** Renderer input for a model; flame graphs by profile id. */
export function renderInput(model: ReportModel, flames: ReadonlyMap<string, FlameTree>, assets: ReportAssets): RenderInput {
  const views = new Map<string, ProfileView>();
  for (const profile of model.profiles) {
    const json = JSON.stringify({ name: profile.title, shared: { frames: [] }, profiles: [] });
    views.set(profile.id, { flame: flames.get(profile.id) ?? null, speedscopeJson: json, viewerNames: profile.functions.map((row) => row.name) });
  }
  return { model, views, assets, gzip: (bytes) => gzipSync(bytes) };
}

/** Everything for the sample page. */
export function sampleInput(assets: ReportAssets): RenderInput {
  return renderInput(
    sampleModel,
    new Map([
      ['p1', cpuFlame()],
      ['p2', memoryFlame()],
    ]),
    assets,
  );
}
