import type { DeclinedFormat, Head } from '../importer.ts';
import { pythonInstead, throughSpeedscope } from './advice.ts';

/** JSON formats, told by keys that stand in the head; in the order of asking. */
export const declinedJson: readonly DeclinedFormat[] = [
  {
    id: 'heapsnapshot',
    title: 'a V8 heap snapshot',
    recognisedBy: 'the JSON key "snapshot" with "meta" and "node_fields"',
    advice: 'a snapshot has no call stacks: record allocations with `node --heap-prof app.js`, and CPU time with `node --cpu-prof app.js`',
    recognise: (head) => hasKeys(head, 'snapshot', 'meta', 'node_fields'),
  },
  {
    id: 'firefox',
    title: 'a Firefox Profiler file, as samply and vernier write',
    recognisedBy: 'the JSON keys "meta" and "preprocessedProfileVersion"',
    advice: 'in place of samply, record with `perf record -g` and convert with `perf script | inferno-collapse-perf > out.folded`; vernier writes `format: "cpuprofile"`',
    recognise: (head) => hasKeys(head, 'preprocessedProfileVersion'),
  },
  {
    id: 'gecko',
    title: 'a Gecko profile',
    recognisedBy: 'the JSON keys "meta" and "threads" with "samples" and "schema"',
    advice: 'with CPython 3.15 record `python -m profiling.sampling run --collapsed -o out.folded prog.py` in its place',
    recognise: (head) => hasKeys(head, 'threads', 'samples', 'schema') || hasKeys(head, 'meta', 'stackwalk', 'interval'),
  },
  {
    id: 'stackprof-json',
    title: 'stackprof JSON',
    recognisedBy: 'the JSON keys "mode", "interval", "samples" and "frames"',
    advice: 'convert the dump it was made from with `stackprof --stackcollapse DUMP > out.folded` (needs `raw: true` when recording)',
    recognise: (head) => hasKeys(head, 'mode', 'interval', 'samples', 'gc_samples'),
  },
  {
    id: 'scalene',
    title: 'a scalene profile',
    recognisedBy: 'the JSON key "elapsed_time_sec" and keys that start "n_"',
    advice: `it holds percentages per line and no call stacks: ${pythonInstead}`,
    recognise: (head) => hasKeys(head, 'elapsed_time_sec') || hasKeys(head, 'n_cpu_percent_python'),
  },
  {
    id: 'memray-stats',
    title: 'memray statistics',
    recognisedBy: 'the JSON keys "total_bytes_allocated" and "total_num_allocations"',
    advice: 'they hold no call stacks: convert the capture with `memray transform speedscope -o out.speedscope.json CAPTURE`',
    recognise: (head) => hasKeys(head, 'total_bytes_allocated') || hasKeys(head, 'total_num_allocations'),
  },
  {
    id: 'gprof2dot-json',
    title: 'gprof2dot JSON',
    recognisedBy: 'the JSON keys "costs", "functions" and "events"',
    advice: 'with memray, convert the capture with `memray transform speedscope -o out.speedscope.json CAPTURE`',
    recognise: (head) => hasKeys(head, 'costs', 'functions'),
  },
  {
    id: 'dhat',
    title: 'a DHAT profile',
    recognisedBy: 'the JSON key "dhatFileVersion"',
    advice: 'record with `heaptrack PROGRAM` in its place and convert with `heaptrack_print -f FILE -F out.folded`',
    recognise: (head) => hasKeys(head, 'dhatFileVersion'),
  },
  {
    id: 'perf-json',
    title: 'perf data as JSON',
    recognisedBy: 'the JSON key "linux-perf-json-version"',
    advice: 'it lacks periods and events: convert the recording with `perf script -i perf.data | inferno-collapse-perf > out.folded`',
    recognise: (head) => hasKeys(head, 'linux-perf-json-version'),
  },
  {
    id: 'otlp-json',
    title: 'an OpenTelemetry profile (OTLP, JSON)',
    recognisedBy: 'the JSON keys "resourceProfiles" and "dictionary"',
    advice: 'record in another format, for example pprof, or with async-profiler `-o collapsed`',
    recognise: (head) => hasKeys(head, 'resourceProfiles') || hasKeys(head, 'resource_profiles'),
  },
  {
    id: 'python-sampling-jsonl',
    title: 'CPython 3.15 sampling profile as JSON lines',
    recognisedBy: 'a first line with "type": "meta" and "v": 1',
    advice: 'record with `python -m profiling.sampling run --collapsed -o out.folded prog.py` in its place',
    recognise: (head) => /^\s*\{[^\n]{0,2000}"type"\s*:\s*"meta"/.test(head.text) && /^\s*\{[^\n]{0,2000}"v"\s*:\s*1\b/.test(head.text),
  },
  {
    id: 'trace-event',
    title: 'Chrome trace events, as viztracer, clang -ftime-trace and Chrome write',
    recognisedBy: 'the JSON key "traceEvents", or an array of objects with "ph" and "ts"',
    advice: `${throughSpeedscope}; in Node record with \`node --cpu-prof app.js\`, with py-spy use \`-f raw\``,
    recognise: (head) => hasKeys(head, 'traceEvents') || (/^\s*\[/.test(head.text) && hasKeys(head, 'ph', 'ts')),
  },
];

function hasKeys(head: Head, ...keys: readonly string[]): boolean {
  if (!/^\s*[{[]/.test(head.text)) return false;
  return keys.every((key) => new RegExp(`"${key}"\\s*:`).test(head.text));
}
