import type { DeclinedFormat, Head } from '../importer.ts';
import { isDictionaryProtobuf, isLegacyCpuProfile } from './binary-layouts.ts';

/** True where the head begins with these Latin-1 characters. */
function startsWith(head: Head, magic: string): boolean {
  for (let i = 0; i < magic.length; i++) if (head.bytes[i] !== magic.charCodeAt(i)) return false;
  return true;
}

/** Formats told by their first bytes, in the order of asking. */
export const declinedBinary: readonly DeclinedFormat[] = [
  {
    id: 'jfr',
    title: 'a Java Flight Recorder recording',
    recognisedBy: 'the bytes "FLR" and zero',
    advice: 'convert it with `jfrconv FILE.jfr out.collapsed` (part of async-profiler)',
    recognise: (head) => startsWith(head, 'FLR\0'),
  },
  {
    id: 'perf-data',
    title: 'a binary perf recording (perf.data)',
    recognisedBy: 'the bytes "PERFILE2"',
    advice: 'convert it on the machine that recorded it with `perf script -i FILE | inferno-collapse-perf > out.folded`',
    recognise: (head) => startsWith(head, 'PERFILE2') || startsWith(head, '2ELIFREP'),
  },
  {
    id: 'simpleperf',
    title: 'a simpleperf recording',
    recognisedBy: 'the bytes "SIMPLEPERF"',
    advice: 'convert it with `stackcollapse.py -i FILE > out.folded` (part of the Android NDK\'s simpleperf)',
    recognise: (head) => startsWith(head, 'SIMPLEPERF'),
  },
  {
    id: 'nettrace',
    title: 'a .NET event trace (.nettrace)',
    recognisedBy: 'the bytes "Nettrace"',
    advice: 'convert it with `dotnet-trace convert --format Speedscope FILE`',
    recognise: (head) => startsWith(head, 'Nettrace'),
  },
  {
    id: 'memray',
    title: 'a memray capture',
    recognisedBy: 'the bytes "memray" and zero',
    advice: 'convert it with `memray transform speedscope -o out.speedscope.json FILE`',
    recognise: (head) => startsWith(head, 'memray\0'),
  },
  {
    id: 'ruby-marshal',
    title: 'a Ruby Marshal dump, as stackprof writes',
    recognisedBy: 'the bytes 04 08 and a hash',
    advice: 'convert it with `stackprof --stackcollapse FILE > out.folded` (needs `raw: true` when recording)',
    recognise: (head) => startsWith(head, '\x04\x08{') || startsWith(head, '\x04\x08}'),
  },
  {
    id: 'rbspy-raw',
    title: 'an rbspy raw recording',
    recognisedBy: 'the bytes "rbspy"',
    advice: 'convert it with `rbspy report -f collapsed -i FILE -o out.folded`',
    recognise: (head) => startsWith(head, 'rbspy'),
  },
  {
    id: 'austin-mojo',
    title: 'an austin recording in its binary MOJO form',
    recognisedBy: 'the bytes "MOJ"',
    advice: 'convert it with `mojo2austin FILE out.austin` (Python package austin-python)',
    recognise: (head) => startsWith(head, 'MOJ') && (head.bytes[3] ?? 0x20) < 0x20,
  },
  {
    id: 'gperftools-cpu',
    title: 'a gperftools CPU profile',
    recognisedBy: 'the machine words 0, 3, 0, period, 0',
    advice: 'convert it with `go tool pprof -proto -output out.pb.gz PROGRAM FILE`, which also finds the function names',
    recognise: (head) => isLegacyCpuProfile(head.bytes),
  },
  {
    id: 'zip',
    title: 'a zip archive',
    recognisedBy: 'the bytes "PK" 03 04',
    advice: 'unpack it with `unzip FILE` and give what is inside',
    recognise: (head) => startsWith(head, 'PK\x03\x04') || startsWith(head, 'PK\x05\x06'),
  },
  {
    id: 'gzip-twice',
    title: 'a gzip file inside a gzip file',
    recognisedBy: 'the bytes 1f 8b once it is unpacked',
    advice: 'unpack it once with `gunzip FILE`; profiles that are gzipped already (.pb.gz) need no second gzip',
    recognise: (head) => startsWith(head, '\x1f\x8b'),
  },
  {
    id: 'zstd',
    title: 'a zstd file',
    recognisedBy: 'the bytes 28 b5 2f fd',
    advice: 'unpack it with `zstd -d FILE`; a heaptrack recording is converted with `heaptrack_print -f FILE -F out.folded`',
    recognise: (head) => startsWith(head, '\x28\xb5\x2f\xfd'),
  },
  {
    id: 'packed',
    title: 'an xz or bzip2 file',
    recognisedBy: 'the magic of xz or bzip2',
    advice: 'unpack it with `xz -d FILE` or `bzip2 -d FILE`',
    recognise: (head) => startsWith(head, '\xfd7zXZ\0') || /^BZh[1-9]1AY&SY/.test(latin1(head)),
  },
  {
    id: 'otlp',
    title: 'an OpenTelemetry profile (OTLP, protobuf)',
    recognisedBy: 'a protobuf message of resource profiles and one dictionary',
    advice: 'record in another format, for example pprof, or with async-profiler `-o collapsed`',
    recognise: (head) => head.whole && isDictionaryProtobuf(head.bytes),
  },
];

function latin1(head: Head): string {
  return Buffer.from(head.bytes.subarray(0, 16)).toString('latin1');
}
