import { expect } from 'chai';
import { declinedFormats } from '../../src/importers/declined.ts';
import { foldedImporter } from '../../src/importers/folded.ts';
import { headOf } from '../helpers/memory-source.ts';

/** Beginnings of files as the tools write or document them, by the id that must claim them. */
const heads: readonly [string, string | Uint8Array][] = [
  ['jfr', 'FLR\0\0\x02\0\x01\0\0\0\0\0\x0c'],
  ['perf-data', 'PERFILE2h\0\0\0\0\0\0\0\x90\0\0\0'],
  ['perf-data', '2ELIFREP\0\0\0\0'],
  ['simpleperf', 'SIMPLEPERF\x01\0'],
  ['nettrace', 'Nettrace\x14\0\0\0!FastSerialization.1'],
  ['memray', 'memray\0\x0d\0\0\0'],
  ['ruby-marshal', '\x04\b{\x0d:\x0cversionf\x081.2:\x09mode:\x09wall'],
  ['rbspy-raw', 'rbspy02\n{"time":[0,1]}'],
  ['austin-mojo', 'MOJ\x03\x01mode\0wall\0'],
  ['gperftools-cpu', words(8, true, [0, 3, 0, 10000, 0, 1, 2])],
  ['gperftools-cpu', words(4, false, [0, 3, 0, 10000, 0, 1, 2])],
  ['zip', 'PK\x03\x04\x14\0'],
  ['gzip-twice', Uint8Array.of(0x1f, 0x8b, 8, 0)],
  ['zstd', Uint8Array.of(0x28, 0xb5, 0x2f, 0xfd, 0x24)],
  ['packed', Uint8Array.of(0xfd, 0x37, 0x7a, 0x58, 0x5a, 0, 0)],
  ['packed', 'BZh91AY&SY\x01'],
  ['pickle', Uint8Array.of(0x80, 4, 0x95, 0x10, 0, 0, 0, 0, 0, 0, 0, 0x7d, 0x94)],
  ['otlp', Uint8Array.of(0x0a, 2, 0x0a, 0, 0x12, 2, 0x0a, 0)],
  ['heapsnapshot', '{"snapshot":{"meta":{"node_fields":["type","name"],"node_types":[]}},"nodes":[9,1]}'],
  ['firefox', '{"meta":{"categories":[],"interval":1,"preprocessedProfileVersion":55},"threads":[]}'],
  ['gecko', '{"meta":{"version":24,"interval":1,"stackwalk":1},"libs":[],"threads":[{"name":"x","samples":{"schema":{"stack":0},"data":[]}}]}'],
  ['stackprof-json', '{"version":1.2,"mode":"wall","interval":1000,"samples":98,"gc_samples":0,"missed_samples":0,"frames":{"8":{"name":"block"}}}'],
  ['scalene', '{"alloc_samples": 0, "elapsed_time_sec": 1.2, "files": {"app.py": {"functions": [], "lines": []}}}'],
  ['memray-stats', '{"total_num_allocations": 12, "total_bytes_allocated": 900, "allocation_size_histogram": []}'],
  ['gprof2dot-json', '{"version": 0, "costs": [{"description": "Memory", "unit": "bytes"}], "functions": [], "events": []}'],
  ['dhat', '{"dhatFileVersion":2,"mode":"heap","verb":"Allocated","bklt":true}'],
  ['perf-json', '{\n\t"linux-perf-json-version": 1,\n\t"headers": {},\n\t"samples": []\n}'],
  ['otlp-json', '{"resourceProfiles":[{"scopeProfiles":[]}],"dictionary":{}}'],
  ['python-sampling-jsonl', '{"type":"meta","v":1,"run_id":"x"}\n{"type":"str_def","v":1}\n'],
  ['trace-event', '{"traceEvents": [{"ph": "X", "ts": 1.5, "dur": 2, "name": "f", "pid": 1, "tid": 1}]}'],
  ['trace-event', '[{"name":"f","ph":"B","ts":1,"pid":1,"tid":1},\n'],
  ['callgrind', '# callgrind format\nversion: 1\ncreator: callgrind-3.19.0\nevents: Ir\nfl=(1) a.c\nfn=(1) main\n16 400\n'],
  ['callgrind', 'version: 1\ncreator: xdebug 3.2.0 (PHP 8.2)\ncmd: app.php\npart: 1\npositions: line\n\nevents: Time_(10ns) Memory_(bytes)\n\nfl=(1) php:internal\nfn=(1) php::strlen\n3 10 0\n'],
  ['cachegrind', 'desc: I1 cache:         32768 B, 64 B, 8-way associative\ncmd: ls\nevents: Ir I1mr\nfl=a.c\nfn=main\n1 2 3\n'],
  ['massif', 'desc: (none)\ncmd: ls\ntime_unit: i\n#-----------\nsnapshot=0\n#-----------\ntime=0\nmem_heap_B=0\n'],
  ['importtime', 'import time: self [us] | cumulative | imported package\nimport time:       123 |        123 | _io\n'],
  ['gperftools-text', 'heap profile:    1:     2 [     3:     4] @ heap_v2/524288\n  1: 2 [3: 4] @ 0x1 0x2\n'],
  ['gperftools-text', '--- contentionz 1 ---\ncycles/second = 1000\n'],
  ['perf-script', 'python3 9425 1234.567890:    5000000 cpu-clock: \n\tffffffff81234567 do_syscall_64+0x35 ([kernel.kallsyms])\n\t          4d0a12 _PyEval_EvalFrameDefault+0x12 (/usr/bin/python3.11)\n\n'],
  ['perf-script', '# ========\n# captured on: x\nC2 CompilerThre  3244/3250 [001] cpu-clock: \n7f00aa PhaseChaitin::Split (/lib/libjvm.so)\n'],
  ['v8-log', 'v8-version,11,3,244,8,-node.26,0\nshared-library,node,0x1,0x2,0\n'],
  ['macos-sample', 'Analysis of sampling app (pid 12) every 1 millisecond\nProcess: app\n'],
  ['xctrace', '<?xml version="1.0"?>\n<trace-query-result>\n<node xpath=\'x\'>'],
  ['ghc-prof', '\tMon Jan  1 10:00 2026 Time and Allocation Profiling Report  (Final)\n'],
  ['flame-graph-svg', '<?xml version="1.0" standalone="no"?><svg version="1.1"><title>main (98 samples, 100.00%)</title></svg>'],
  ['flame-graph-html', '<!DOCTYPE html>\n<html lang="en"><head><title>memray - flamegraph report</title><script>const packed_data = {'],
];

function words(size: 4 | 8, little: boolean, values: readonly number[]): Uint8Array {
  const view = new DataView(new ArrayBuffer(size * values.length));
  values.forEach((value, i) => {
    if (size === 4) view.setUint32(i * 4, value, little);
    else view.setBigUint64(i * 8, BigInt(value), little);
  });
  return new Uint8Array(view.buffer);
}

const bytesOf = (head: string | Uint8Array): Uint8Array => (typeof head === 'string' ? Buffer.from(head, 'latin1') : head);

describe('declinedFormats', () => {
  for (const [id, content] of heads) {
    it(`tells ${id} in ${JSON.stringify(Buffer.from(bytesOf(content)).toString('latin1').slice(0, 40))}`, () => {
      const head = headOf(bytesOf(content));
      expect(declinedFormats.find((format) => format.recognise(head))?.id).to.equal(id);
      expect(foldedImporter.recognise(head, 'unknown')).to.equal(false);
    });
  }

  it('has a head for every format, and advice that names a command or an action', () => {
    expect(new Set(heads.map(([id]) => id))).to.deep.equal(new Set(declinedFormats.map(({ id }) => id)));
    for (const { advice, title, recognisedBy } of declinedFormats) {
      expect(advice).to.match(/`[^`]+`|record /);
      expect(title).to.match(/^(?:a|an|the|perf|stack|gprof2dot|memray|Chrome|CPython) ?/);
      expect(recognisedBy).not.to.equal('');
    }
  });

  it('claims neither what importers read nor plain files', () => {
    const others = [
      'main;a 1\nmain;b 2\n',
      '{"$schema":"https://www.speedscope.app/file-format-schema.json","shared":{"frames":[]},"profiles":[]}',
      '{"nodes":[{"id":1,"callFrame":{"functionName":"(root)"},"hitCount":0}],"startTime":1,"endTime":2,"samples":[1],"timeDeltas":[0]}',
      '# a readme\n\nSome words, 12 lines.\n',
      '\n\nwords\n',
      'timestamp: 20261122T071500Z\ngit_sha: abc\n',
      '<html><body>hello</body></html>',
      '{"name":"x","version":"1.0.0"}',
      '{fb',
    ];
    for (const text of others) {
      const head = headOf(Buffer.from(text));
      expect(declinedFormats.find((format) => format.recognise(head))?.id, text).to.equal(undefined);
    }
  });

  it('looks at 64 KiB of anything in a moment', () => {
    for (const text of ['<title>(', '"a":{', 'a 1 b:\n', '\n', 'FUNC x\n', `ab ${'('.repeat(300)}\n`, '<svg ', ':'.repeat(390) + '\n']) {
      const head = headOf(Buffer.from(text.repeat(Math.ceil(65_536 / text.length))));
      const before = process.cpuUsage().user;
      for (const format of declinedFormats) format.recognise(head);
      expect(process.cpuUsage().user - before, text.slice(0, 9)).to.be.below(250_000);
    }
  });
});
