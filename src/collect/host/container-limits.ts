import { posix } from 'node:path';
import type { HostFiles } from './host-files.ts';

/** What the control groups of this process allow; null without a limit. */
export interface ContainerLimits {
  /** Processors' worth of time, may be a fraction. */
  readonly cpus: number | null;
  readonly memoryBytes: number | null;
}

/** A mounted hierarchy of control groups. */
interface Mount {
  /** The group that is the root of the mount: not `/` where a container sees its own part alone. */
  readonly root: string;
  readonly point: string;
  /** Controllers of version 1; null for version 2. */
  readonly controllers: readonly string[] | null;
}

/** Version 1 writes "no limit" as the largest page count times the page size: 2^63 less a page. */
const noLimitFrom = 2 ** 60;

/**
 * Reads cgroup version 1, version 2 and both at once (`man 7 cgroups`): the groups of this process from
 * /proc/self/cgroup, where they are mounted from /proc/self/mountinfo, and the smallest limit of each
 * group and of all groups around it.
 */
export function readContainerLimits(files: HostFiles): ContainerLimits {
  const mounts = parseMounts(files('/proc/self/mountinfo'));
  const memberships = parseMemberships(files('/proc/self/cgroup'));
  const cpus: number[] = [];
  const memory: number[] = [];
  for (const { controllers, path } of memberships) {
    for (const group of groupsAround(mountOf(mounts, controllers), path)) {
      const cpu = controllers === null ? cpuMax(files(`${group}/cpu.max`)) : controllers.includes('cpu') ? quota(files(`${group}/cpu.cfs_quota_us`), files(`${group}/cpu.cfs_period_us`)) : null;
      const bytes = controllers === null ? limit(files(`${group}/memory.max`)) : controllers.includes('memory') ? limit(files(`${group}/memory.limit_in_bytes`)) : null;
      if (cpu !== null) cpus.push(cpu);
      if (bytes !== null) memory.push(bytes);
    }
  }
  return { cpus: smallest(cpus), memoryBytes: smallest(memory) };
}

/** Lines `number:controllers:path`; version 2 has number 0 and no controllers. */
function parseMemberships(text: string | null): { controllers: readonly string[] | null; path: string }[] {
  return (text ?? '').split('\n').flatMap((line) => {
    const [, controllers, path] = /^\d+:([^:]*):(\/.*)$/.exec(line) ?? [];
    return controllers === undefined || path === undefined ? [] : [{ controllers: controllers === '' ? null : controllers.split(','), path }];
  });
}

/** Lines `id parent device root point options [tags] - type source options`; blanks are written `\040`. */
function parseMounts(text: string | null): Mount[] {
  return (text ?? '').split('\n').flatMap((line) => {
    const [left, right] = line.split(' - ');
    const [, , , root, point] = (left ?? '').split(' ');
    const [type, , options] = (right ?? '').split(' ');
    if (root === undefined || point === undefined || (type !== 'cgroup' && type !== 'cgroup2')) return [];
    return [{ root: unescapeOctal(root), point: unescapeOctal(point), controllers: type === 'cgroup2' ? null : (options ?? '').split(',') }];
  });
}

function unescapeOctal(text: string): string {
  return text.replace(/\\([0-7]{3})/g, (_, digits: string) => String.fromCharCode(parseInt(digits, 8)));
}

/** The mount of the hierarchy; where the table of mounts is hidden, the usual place. */
function mountOf(mounts: readonly Mount[], controllers: readonly string[] | null): Mount {
  const found = mounts.find((mount) => (controllers === null ? mount.controllers === null : controllers.some((name) => mount.controllers?.includes(name))));
  return found ?? { root: '/', point: controllers === null ? '/sys/fs/cgroup' : `/sys/fs/cgroup/${controllers.join(',')}`, controllers };
}

/** Directories of a group and of those around it, inner first. A path outside of the mount is seen as the mount itself. */
function groupsAround({ root, point }: Mount, path: string): string[] {
  const below = root === '/' ? path : path === root ? '/' : path.startsWith(`${root}/`) ? path.slice(root.length) : '/';
  const names = posix.normalize(below).split('/').filter((name) => name !== '' && name !== '..');
  return Array.from({ length: names.length + 1 }, (_, depth) => [point, ...names.slice(0, names.length - depth)].join('/'));
}

/** `cpu.max`: "200000 100000", or "max 100000". */
function cpuMax(text: string | null): number | null {
  const [most, period] = (text ?? '').trim().split(/\s+/);
  return quota(most ?? null, period ?? null);
}

/** Microseconds of each period; -1 and "max" are no limit. */
function quota(most: string | null, period: string | null): number | null {
  const share = Number(most?.trim() || NaN) / Number(period?.trim() || NaN);
  return Number.isFinite(share) && share > 0 ? share : null;
}

function limit(text: string | null): number | null {
  const bytes = Number(text?.trim() || NaN);
  return Number.isFinite(bytes) && bytes > 0 && bytes < noLimitFrom ? bytes : null;
}

function smallest(values: readonly number[]): number | null {
  return values.length === 0 ? null : Math.min(...values);
}
