import { arch, availableParallelism, cpus, hostname, loadavg, release, totalmem, type } from 'node:os';
import type { CiFacts, HostFacts } from '../../core/model/run-record.ts';
import type { Program } from '../program.ts';
import type { HostReading } from '../run-plan.ts';
import { agentName } from './ci-facts.ts';
import { readContainerLimits } from './container-limits.ts';
import { cleanModel, parseCpuInfo } from './cpu-info.ts';
import { fingerprintOf } from './fingerprint.ts';
import { hostFiles, type HostFiles } from './host-files.ts';
import { readLoad, stealShare } from './load.ts';
import { nameOs } from './os-name.ts';
import { plainFact } from './plain-fact.ts';
import { readRuntimes } from './runtimes.ts';

/** What the platform says by calls, not by files. */
export interface HostSystem {
  readonly type: string;
  readonly release: string;
  readonly arch: string;
  readonly cpuModel: string | null;
  readonly cpuCount: number;
  readonly memoryBytes: number;
  readonly hostname: string;
  /** Null where the platform has none. */
  readonly loadAverage: () => number | null;
}

export interface HostContext {
  readonly program: Program;
  /** Where the workload runs, and its environment: its interpreter is asked for its version there. */
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly ci: CiFacts | null;
  /** The machine itself by default. */
  readonly files?: HostFiles;
  readonly system?: HostSystem;
}

/**
 * Reads what the host is, and how busy, before the samples; `after` reads how busy it is then and gives all facts.
 * Never throws: what is unknown is null. The name of the machine is kept in CI alone, where it names the agent.
 */
export async function readHost(context: HostContext): Promise<HostReading> {
  const { ci, env, files = hostFiles(), system = thisSystem() } = context;
  const runtimes = await readRuntimes(context.program, context.cwd, env);
  const cpu = parseCpuInfo(files('/proc/cpuinfo') ?? '');
  const os = nameOs(system.type, system.release, system.type === 'Linux' ? files('/etc/os-release') ?? files('/usr/lib/os-release') : null);
  const limits = readContainerLimits(files);
  const cpuModel = cpu.model ?? cleanModel(system.cpuModel);
  const cpuCount = allowedProcessors(files('/proc/self/status')) ?? system.cpuCount;
  const comparable = { cpuClass: cpu.class ?? cpuModel, cpuCount, cpuLimit: limits.cpus, memoryLimitBytes: limits.memoryBytes, osClass: os.class, arch: system.arch, runtimes: runtimes.versions };
  const facts: Omit<HostFacts, 'loadBefore' | 'loadAfter' | 'stealShare'> = {
    name: ci === null ? null : (agentName(ci, env) ?? plainFact(system.hostname)),
    os: os.shown,
    arch: system.arch,
    cpuModel,
    cpuCount,
    memoryBytes: memoryOf(files('/proc/meminfo')) ?? system.memoryBytes,
    governor: plainFact(files('/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor')),
    cpuLimit: limits.cpus,
    memoryLimitBytes: limits.memoryBytes,
    runtime: runtimes.workload,
    runtimes: runtimes.versions,
    fingerprint: fingerprintOf(comparable),
  };
  const before = readLoad(files, system.loadAverage());
  return {
    after: async () => {
      const after = readLoad(files, system.loadAverage());
      return { ...facts, loadBefore: before.loadAverage, loadAfter: after.loadAverage, stealShare: stealShare(before, after) };
    },
  };
}

function thisSystem(): HostSystem {
  const windows = process.platform === 'win32';
  return {
    type: type(),
    release: release(),
    arch: arch(),
    cpuModel: cpus()[0]?.model ?? null,
    cpuCount: availableParallelism(),
    memoryBytes: totalmem(),
    hostname: hostname(),
    loadAverage: () => (windows ? null : (loadavg()[0] ?? null)),
  };
}

/** Processors that this process may run on, of `Cpus_allowed_list: 0-3,8`: fewer than the machine has where a container is given some. */
function allowedProcessors(status: string | null): number | null {
  const list = /^Cpus_allowed_list:\s*([\d,-]+)$/m.exec(status ?? '')?.[1];
  if (list === undefined) return null;
  const count = list.split(',').reduce((sum, range) => {
    const [first, last] = range.split('-').map(Number);
    return sum + (last ?? first ?? 0) - (first ?? 0) + 1;
  }, 0);
  return Number.isSafeInteger(count) && count > 0 ? count : null;
}

function memoryOf(meminfo: string | null): number | null {
  const kibibytes = /^MemTotal:\s*(\d+) kB$/m.exec(meminfo ?? '')?.[1];
  return kibibytes === undefined ? null : Number(kibibytes) * 1024;
}
