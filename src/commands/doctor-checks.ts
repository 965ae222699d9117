import { constants, accessSync, statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Collector, CollectorContext } from '../collect/collectors/collector.ts';
import { collectors } from '../collect/collectors/index.ts';
import { readGitFacts } from '../collect/host/git-facts.ts';
import { createBackends } from '../collect/measure/choose-backend.ts';
import { probePerf } from '../collect/measure/perf-stat.ts';
import { readProgram, type Program } from '../collect/program.ts';
import type { Settings } from '../config/settings.ts';
import type { HostFacts } from '../core/model/run-record.ts';
import { describeSystemError } from '../core/system-error.ts';
import { formatBytes } from '../core/units/bytes.ts';

/** One thing that was tried. */
export interface Check {
  readonly group: 'measuring' | 'profilers' | 'host';
  readonly name: string;
  readonly state: 'works' | 'doubtful' | 'missing';
  /** A version, a figure, or why it does not work. */
  readonly text: string;
  /** What to do; null where nothing is to be done. */
  readonly remedy: string | null;
}

const lowSpaceBytes = 1024 ** 3;
/** Load per processor above which samples share their processor with something else. */
const busyLoad = 0.5;

/** The backends in their order of preference, and the instruction counter. */
export async function checkMeasuring(injectDir: string): Promise<Check[]> {
  const checks: Check[] = [];
  let used = false;
  for (const backend of createBackends(injectDir)) {
    const reason = await backend.probe();
    const text = reason ?? `${backend.title}${used ? '' : ' (used)'}`;
    used ||= reason === null;
    // What is passed over needs no mending once one works.
    const remedy = reason === null || used ? null : 'install GNU time and python3, for example: apt-get install time python3';
    checks.push({ group: 'measuring', name: backend.id, state: reason === null ? 'works' : 'missing', text, remedy });
  }
  const perf = await probePerf();
  const text = 'program' in perf ? 'perf stat counts instructions' : perf.reason;
  checks.push({ group: 'measuring', name: 'instructions', state: 'program' in perf ? 'works' : 'missing', text, remedy: 'program' in perf ? null : 'only needed for `instructions: true`: linux-perf, a processor whose counters the virtual machine passes on, kernel.perf_event_paranoid of 2 or less' });
  return checks;
}

/** Tries every profiler with the interpreters of the configured workloads, or those in PATH. */
export async function checkProfilers(settings: Settings, env: Readonly<Record<string, string>>, cwd: string, injectDir: string): Promise<Check[]> {
  const programs = await Promise.all(settings.workloads.map(({ command, cwd: directory }) => readProgram(command, { cwd: directory, env })));
  const checks: Check[] = [];
  for (const collector of collectors) {
    const context: CollectorContext = { program: programFor(collector, programs), cwd, env, injectDir };
    const probe = await collector.probe(context);
    checks.push({
      group: 'profilers',
      name: collector.id,
      state: probe.works ? 'works' : 'missing',
      text: probe.works ? `${probe.version}: ${collector.records}` : probe.reason,
      remedy: probe.works ? null : probe.remedy,
    });
  }
  return checks;
}

const languages = ['python', 'node', 'go-test', 'unknown'] as const;

/** The first configured program that the profiler is for; one from PATH where there is none. */
function programFor(collector: Collector, programs: readonly Program[]): Program {
  // What is for no language by itself (py-spy, mprof) is for Python.
  const language = languages.find((each) => collector.suits({ language: each, interpreter: null, words: null })) ?? 'python';
  return programs.find((program) => program.language === language) ?? { language, interpreter: null, words: null };
}

/** How fit the machine is to measure on. */
export async function checkHost(host: HostFacts, cwd: string, outDir: string, env: Readonly<Record<string, string>>): Promise<Check[]> {
  const check = (name: string, state: Check['state'], text: string, remedy: string | null = null): Check => ({ group: 'host', name, state, text, remedy });
  const cpus = host.cpuLimit ?? host.cpuCount ?? 1;
  const load = host.loadBefore ?? 0;
  const { git } = await readGitFacts(cwd, env);
  const sha = git?.sha ?? null;
  return [
    check('node', 'works', process.versions.node),
    check('processors', cpus >= 2 ? 'works' : 'doubtful', `${host.cpuCount ?? '?'} × ${host.cpuModel ?? 'unknown model'}${host.cpuLimit === null ? '' : `, limited to ${host.cpuLimit}`}`, cpus >= 2 ? null : 'with one processor everything else that runs is in the figures: use two or more'),
    check('load', load > cpus * busyLoad ? 'doubtful' : 'works', `${load.toFixed(2)} over the last minute`, load > cpus * busyLoad ? 'something else is running: measure when the machine is quiet' : null),
    check('governor', host.governor === null || host.governor === 'performance' ? 'works' : 'doubtful', host.governor ?? 'not readable here', host.governor === null || host.governor === 'performance' ? null : 'clock speed follows the load: set the governor to performance where you may'),
    check('memory', 'works', host.memoryBytes === null ? 'unknown' : `${formatBytes(host.memoryBytes)}${host.memoryLimitBytes === null ? '' : `, limited to ${formatBytes(host.memoryLimitBytes)}`}`),
    check('git', sha === null ? 'doubtful' : 'works', git === null || sha === null ? 'no commit is known here' : `${sha.slice(0, 12)}${git.branch === null ? '' : ` (${git.branch})`}${git.shallow === true ? ', a shallow clone' : ''}`, sha === null ? 'run inside of a checkout: runs are compared by commit' : git?.shallow === true ? 'fetch the whole history for comparisons with a base: git fetch --unshallow' : null),
    outputCheck(outDir, check),
  ];
}

function outputCheck(outDir: string, check: (name: string, state: Check['state'], text: string, remedy?: string | null) => Check): Check {
  for (let directory = outDir; ; directory = dirname(directory)) {
    try {
      const { bavail, bsize } = statfsSync(directory);
      accessSync(directory, constants.W_OK);
      const low = bavail * bsize < lowSpaceBytes;
      return check('output', low ? 'doubtful' : 'works', `${outDir}, ${formatBytes(bavail * bsize)} free`, low ? 'profiles of long runs are large: free some space' : null);
    } catch (error) {
      // It need not be there yet: what matters is the nearest directory above it.
      if ((error as NodeJS.ErrnoException).code === 'ENOENT' && dirname(directory) !== directory) continue;
      return check('output', 'missing', `${outDir} cannot be written: ${describeSystemError(error)}`, 'choose another directory: outDir in the configuration, or --out-dir');
    }
  }
}
