/** Endings that only profiles have: such a file is never passed over as "no profile". */
const profileEndings = [
  '.prof',
  '.pstats',
  '.pstat',
  '.stats',
  '.cprof',
  '.profile',
  '.cpuprofile',
  '.heapprofile',
  '.heapsnapshot',
  '.pb',
  '.pprof',
  '.folded',
  '.collapsed',
  '.stacks',
  '.jfr',
  '.speedscope',
  '.speedscope.json',
  '.tracemalloc',
  '.callgrind',
  '.perf',
  '.nettrace',
  '.lprof',
  '.pyisession',
];
const packedEndings = ['.gz', '.zst', '.xz', '.bz2', '.zip'];
/** What valgrind and friends write carries the process id behind the name. */
const profileNames = /^(callgrind|cachegrind|massif)\.out(\.\d+)?$|^perf\.data$|^isolate-.*-v8\.log$/;

/** True where the name says that the file was meant to be a profile. */
export function looksLikeProfile(name: string): boolean {
  const lower = name.slice(name.lastIndexOf('/') + 1).toLowerCase();
  const packing = packedEndings.find((ending) => lower.endsWith(ending));
  const bare = packing === undefined ? lower : lower.slice(0, -packing.length);
  return profileNames.test(bare) || profileEndings.some((ending) => bare.endsWith(ending));
}

/** Declined formats that hold anything: only a file's name, or the user who names it, makes a profile of one. */
const anything = new Set(['zip', 'zstd', 'packed', 'pickle']);

/** True where being of the declined format `id` does not say that a file is a profile. */
export function saysNothingOfProfiles(id: string): boolean {
  return anything.has(id);
}
