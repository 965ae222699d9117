import type { Head } from '../importers/importer.ts';

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

const wrappers: readonly { readonly magic: readonly number[]; readonly title: string; readonly command: string }[] = [
  { magic: [0x28, 0xb5, 0x2f, 0xfd], title: 'zstd', command: 'unzstd' },
  { magic: [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00], title: 'xz', command: 'unxz' },
  { magic: [0x42, 0x5a, 0x68], title: 'bzip2', command: 'bunzip2' },
  { magic: [0x50, 0x4b, 0x03, 0x04], title: 'zip', command: 'unzip' },
];

/** What is wrong with a file that no importer recognises, and what to do. */
export function explainUnrecognised(head: Head): { readonly message: string; readonly hint: string } {
  const wrapper = wrappers.find(({ magic }) => magic.every((byte, index) => head.bytes[index] === byte));
  if (wrapper !== undefined) return { message: `is packed with ${wrapper.title}, which is not read`, hint: `unpack it with ${wrapper.command}; gzip is read as it is` };
  return { message: 'is in no format that perf-report reads', hint: 'perf-report formats lists what is read and how it is recognised' };
}
