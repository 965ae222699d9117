import type { DeclinedFormat, Head } from '../importer.ts';
import { pythonInstead, throughSpeedscope } from './advice.ts';
import { looksLikePerfScript } from './perf-script.ts';

/** Text formats by their first lines, in the order of asking. */
export const declinedText: readonly DeclinedFormat[] = [
  {
    id: 'cachegrind',
    title: 'a cachegrind file',
    recognisedBy: 'lines with "desc:", "cmd:" and "events:"',
    advice: 'it has no call stacks: record with `perf record -g PROGRAM` and convert with `perf script | inferno-collapse-perf > out.folded`',
    recognise: (head) => /^desc: I1 cache/m.test(head.text) || (/^desc:/.test(head.text) && /^events:/m.test(head.text)),
  },
  {
    id: 'callgrind',
    title: 'a callgrind file, as valgrind, xdebug, yappi and rbspy write',
    recognisedBy: '"# callgrind format", or lines with "events:" and "fn="',
    advice: `with rbspy use \`rbspy record -f collapsed\`, with yappi \`get_func_stats().save(FILE, type="pstat")\`; otherwise ${throughSpeedscope}`,
    recognise: (head) => head.text.startsWith('# callgrind format') || (/^events:/m.test(head.text) && /^c?fn=/m.test(head.text)),
  },
  {
    id: 'massif',
    title: 'a massif file',
    recognisedBy: 'lines with "desc:" and "snapshot="',
    advice: 'record with `heaptrack PROGRAM` in its place and convert with `heaptrack_print -f FILE -F out.folded`',
    recognise: (head) => /^desc:/.test(head.text) && /^snapshot=\d/m.test(head.text),
  },
  {
    id: 'importtime',
    title: 'the output of `python -X importtime`',
    recognisedBy: '"import time: self [us]"',
    advice: 'record the import as call stacks with `python -m cProfile -o profile.stats -c "import NAME"`, with the name of your package',
    recognise: (head) => /^import time:\s+self \[us\]/m.test(head.text),
  },
  {
    id: 'gperftools-text',
    title: 'a gperftools heap or contention profile',
    recognisedBy: '"heap profile:", "--- contentionz" or "--- threadz"',
    advice: 'convert it with `go tool pprof -proto -output out.pb.gz PROGRAM FILE`',
    recognise: (head) => /^(?:heap profile:|--- ?(?:contentionz|contention|heapz|growthz|threadz))/.test(head.text),
  },
  {
    id: 'perf-script',
    title: 'the output of `perf script`',
    recognisedBy: 'a line "command pid time: event:" and a line "address symbol (object)" after it',
    advice: 'convert it with `inferno-collapse-perf FILE > out.folded` or `stackcollapse-perf.pl FILE > out.folded`',
    recognise: looksLikePerfScript,
  },
  {
    id: 'v8-log',
    title: 'a V8 log, as `node --prof` writes',
    recognisedBy: 'a first line "v8-version,"',
    advice: 'record with `node --cpu-prof app.js` in its place',
    recognise: (head) => head.text.startsWith('v8-version,'),
  },
  {
    id: 'macos-sample',
    title: 'the output of macOS `sample`',
    recognisedBy: '"Analysis of sampling"',
    advice: 'convert it with `inferno-collapse-sample FILE > out.folded`',
    recognise: (head) => head.text.startsWith('Analysis of sampling '),
  },
  {
    id: 'xctrace',
    title: 'an Instruments trace exported as XML',
    recognisedBy: '"<trace-query-result"',
    advice: 'convert it with `inferno-collapse-xctrace FILE > out.folded`',
    recognise: (head) => startsWithTag(head) && /<trace-query-result/.test(head.text),
  },
  {
    id: 'ghc-prof',
    title: 'a GHC time and allocation report',
    recognisedBy: '"Time and Allocation Profiling Report"',
    advice: 'convert it with `inferno-collapse-ghcprof FILE > out.folded`',
    recognise: (head) => /^.{0,200}Time and Allocation Profiling Report/.test(head.text),
  },
  {
    id: 'flame-graph-svg',
    title: 'a flame graph picture (SVG)',
    recognisedBy: 'an <svg> with titles that give samples',
    advice: 'give the folded file it was drawn from; py-spy writes one with `py-spy record -f raw -o out.folded -- python prog.py`',
    recognise: (head) => startsWithTag(head) && /<svg\b/.test(head.text) && /<title>[^<]{0,2000}\((?:[\d,.]+ (?:samples|bytes|us|counts?)|[\d,.]+%)/.test(head.text),
  },
  {
    id: 'flame-graph-html',
    title: 'a profiler\'s HTML report',
    recognisedBy: 'an HTML page of async-profiler, memray, pyinstrument or scalene',
    advice: `async-profiler: \`jfrconv FILE out.collapsed\`; memray: \`memray transform speedscope -o out.speedscope.json CAPTURE\`; pyinstrument: \`-r speedscope\`; otherwise ${pythonInstead}`,
    recognise: (head) => startsWithTag(head) && /<html/i.test(head.text) && /memray|pyinstrument|Pyinstrument|scalene|packed_data|<canvas id=['"]?canvas/.test(head.text),
  },
];

function startsWithTag(head: Head): boolean {
  return /^\s*<[?!a-zA-Z]/.test(head.text);
}
