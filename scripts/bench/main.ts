import { buildSync } from 'esbuild';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { benchHarness } from './harness.ts';
import { benchFolder, input, sizeMb } from './inputs.ts';
import { interleave, median, type Cost } from './measure.ts';
import { installPeers, peers, type Peer } from './peers.ts';

/** One job: an input, what to compare with, and the ratios to reach (peer's CPU / ours). */
interface Job {
  readonly input: string;
  readonly whole?: 'page';
  readonly against: readonly (readonly [Peer, number | null])[];
}

const jobs: readonly Job[] = [
  { input: 'repeating-200m.folded', against: [[peers.infernoFlamegraph, 1.5]] },
  { input: 'different-200m.folded', against: [[peers.infernoFlamegraph, 1.1]] },
  { input: 'repeating-1g.folded', against: [] },
  { input: 'different-1g.folded', against: [] },
  { input: 'cpu-50m.pb', against: [[peers.goParse, 1], [peers.goTop, 8]] },
  { input: 'cpu-50m.pb.gz', against: [[peers.goParse, 1], [peers.goTop, 8]] },
  { input: 'nodes-27m.cpuprofile', against: [[peers.jsonParse, 1.2]] },
  { input: 'samples-90m.cpuprofile', against: [[peers.jsonParse, 1.2]] },
  { input: 'large.pstats', against: [[peers.pstatsStats, 6], [peers.marshalLoads, 1.3]] },
  { input: 'snapshot.tracemalloc', against: [[peers.tracemalloc, 2]] },
  { input: 'sampled-50m.speedscope.json', against: [[peers.jsonParse, 0.9]] },
  { input: 'evented-50m.speedscope.json', against: [[peers.jsonParse, 0.9]] },
  { input: 'nodes-27m.cpuprofile', whole: 'page', against: [[peers.zeroX, 1]] },
  { input: 'large.pstats', whole: 'page', against: [[peers.snakeviz, null]] },
];

const { values } = parseArgs({
  options: { 'install-peers': { type: 'boolean' }, only: { type: 'string' }, rounds: { type: 'string', default: '3' } },
});
if (values['install-peers'] === true) installPeers();

const importOne = join(benchFolder(), 'import-one.mjs');
buildSync({ entryPoints: [new URL('import-one.ts', import.meta.url).pathname], bundle: true, platform: 'node', format: 'esm', outfile: importOne, logLevel: 'error', banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" } });
const cli = new URL('../../dist/cli.js', import.meta.url).pathname;
const page = join(benchFolder(), 'page');

console.log('CPU is user + system of the whole process, median; ratio = peer / ours, runs interleaved.\n');
console.log(['input', 'job', 'MB/CPU-s', 'CPU s', 'RSS MiB', 'ratios (to reach)'].join(' | '));
for (const job of jobs) {
  if (values.only !== undefined && !`${job.input} ${job.whole ?? 'model'}`.includes(values.only)) continue;
  runJob(job, Number(values.rounds));
}
if (values.only === undefined || 'harness'.includes(values.only)) await benchHarness(Number(values.rounds) * 20);

function runJob(job: Job, rounds: number): void {
  const path = input(job.input);
  const ours = job.whole === 'page' ? [process.execPath, cli, path, '-o', page, '--quiet'] : [process.execPath, importOne, path];
  const present = job.against.flatMap(([peer, goal]) => {
    const command = peer.command(path);
    return command === null ? [] : [{ peer, goal, command }];
  });
  const [own = [], ...others] = interleave([ours, ...present.map(({ command }) => command)], rounds);
  const cpu = median(own.map(({ cpuSeconds }) => cpuSeconds));
  const ratios = present.map(({ peer, goal }, index) => `${peer.name} ${(cpuOf(others[index] ?? []) / cpu).toFixed(2)}${goal === null ? '' : ` (${goal})`}`);
  for (const [peer] of job.against) if (!present.some((each) => each.peer === peer)) ratios.push(`${peer.name}: not installed, --install-peers`);
  if (job.whole === 'page') ratios.push(`index.html ${(statSync(join(page, 'index.html')).size / 1e6).toFixed(2)} MB`);
  const rss = Math.max(...own.map(({ peakRssMib }) => peakRssMib));
  console.log([job.input, job.whole ?? 'model', (sizeMb(job.input) / cpu).toFixed(0), cpu.toFixed(2), rss.toFixed(0), ratios.join('; ')].join(' | '));
}

function cpuOf(costs: readonly Cost[]): number {
  return median(costs.map(({ cpuSeconds }) => cpuSeconds));
}
