import type { HostFiles } from './host-files.ts';

/** How busy the machine is at one moment; null where the system does not say. */
export interface LoadReading {
  /** Average over one minute of the processes that run or want to. */
  readonly loadAverage: number | null;
  /** Ticks of all processors since the start of the machine: all, and those that the hypervisor gave to others. */
  readonly ticks: { readonly all: number; readonly stolen: number } | null;
}

/** Reads /proc/loadavg and /proc/stat; `fallback` is what the platform's own call says, for systems without /proc. */
export function readLoad(files: HostFiles, fallback: number | null): LoadReading {
  const first = files('/proc/loadavg')?.trim().split(/\s+/)[0];
  const average = first === undefined || first === '' ? NaN : Number(first);
  return { loadAverage: Number.isFinite(average) ? average : fallback, ticks: parseTicks(files('/proc/stat')) };
}

/** The share of processor time that went to others between two readings, 0 to 1; null where unknown or where no time passed. */
export function stealShare(before: LoadReading, after: LoadReading): number | null {
  if (before.ticks === null || after.ticks === null) return null;
  const all = after.ticks.all - before.ticks.all;
  const stolen = after.ticks.stolen - before.ticks.stolen;
  return all <= 0 || stolen < 0 ? null : Math.min(1, stolen / all);
}

/** The line `cpu user nice system idle iowait irq softirq steal guest guest_nice`; guests are counted in user and nice already. */
function parseTicks(text: string | null): LoadReading['ticks'] {
  const words = /^cpu\s+([\d ]+)$/m.exec(text ?? '')?.[1]?.trim().split(/\s+/).map(Number) ?? [];
  const stolen = words[7];
  if (stolen === undefined) return null; // kernels before 2.6.11 do not count it
  return { all: words.slice(0, 8).reduce((sum, value) => sum + value, 0), stolen };
}
