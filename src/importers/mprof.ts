import { InputError } from '../core/errors.ts';
import type { Importer } from './importer.ts';
import { buildChart } from './mprof/build-chart.ts';
import { ReadingLines } from './mprof/reading-lines.ts';
import { utf8Chunks } from './shared/utf8-chunks.ts';

/**
 * What `mprof run` of memory_profiler writes (its mprof.py, read_mprofile_file): lines `MEM <MiB> <unix s>`,
 * `CHLD <pid> <MiB> <unix s>`, `FUNC <name> <MiB> <s> <MiB> <s> <depth>` and `CMDLINE …`. Memory over
 * time, without functions or stacks: a chart and no profile.
 */
export const mprofImporter: Importer = {
  id: 'mprof',
  title: 'memory_profiler time series (mprof)',
  recognisedBy: 'lines that begin with "CMDLINE", "MEM", "FUNC" or "CHLD", then figures',
  recognise: ({ text }) => /^\uFEFF?(?:CMDLINE [^\n]*(?:\n|$))?(?:(?:FUNC|CHLD) [^\n]*\n)*(?:MEM [\d.]+ \d{9,}|FUNC \S+ [\d.]+ \d{9,}|CHLD \d+ [\d.]+ \d{9,}|$)/.test(text) && text.trim() !== '',
  async read(source, limits) {
    const lines = new ReadingLines(limits);
    for await (const chunk of utf8Chunks(source.chunks())) lines.push(chunk);
    lines.finish();
    if (lines.readingCount === 0) {
      if (lines.badCount > 0) throw new InputError(`none of its ${lines.badCount} lines is a reading`, { line: lines.firstBadLine }, 'a reading is "MEM 12.5 1700000000.25": MiB and seconds');
      throw new InputError('holds no readings', {}, 'the program ended before the first one: record more often with `mprof run -T 0.01`');
    }
    return { format: 'mprof', profiles: [], defaultProfile: 0, charts: [buildChart(lines, limits)], notes: [] };
  },
};
