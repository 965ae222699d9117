import { createHash } from 'node:crypto';

/** What must be equal for two runs to be comparable. */
export interface Comparable {
  readonly cpuClass: string | null;
  readonly cpuCount: number | null;
  readonly cpuLimit: number | null;
  readonly memoryLimitBytes: number | null;
  readonly osClass: string | null;
  readonly arch: string | null;
  readonly runtimes: Readonly<Record<string, string>>;
}

/**
 * sha256 over the facts that make runs comparable, as hex. Equal for the same kind of machine, limits, system and
 * runtime (major and minor version); no name, clock reading or load goes in.
 */
export function fingerprintOf(facts: Comparable): string {
  const runtimes = Object.entries(facts.runtimes).map(([name, version]) => [name, majorMinor(version)]).sort(([a = ''], [b = '']) => (a < b ? -1 : 1));
  const parts = ['v1', facts.cpuClass, facts.cpuCount, facts.cpuLimit, facts.memoryLimitBytes, facts.osClass, facts.arch, runtimes];
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

/** Each version in the text cut to two numbers: "3.9.16 (PyPy 7.3.11)" is "3.9 (PyPy 7.3)". */
function majorMinor(version: string): string {
  return version.replace(/(\d+\.\d+)[^\s)]*/g, '$1');
}
