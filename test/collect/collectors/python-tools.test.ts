import { expect } from 'chai';
import { chmod, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Collector } from '../../../src/collect/collectors/collector.ts';
import { collectors } from '../../../src/collect/collectors/index.ts';
import { memoryProfiler } from '../../../src/collect/collectors/memory-profiler.ts';
import { pyinstrument } from '../../../src/collect/collectors/pyinstrument.ts';
import { pySpy } from '../../../src/collect/collectors/py-spy.ts';
import { contextOf, Scratch } from './python-runs.ts';

/** Long enough to be sampled; ends with 3. */
const command = `python3 -c 'import time
end = time.time() + 0.3
while time.time() < end: sum(range(1000))
raise SystemExit(3)'`;

/** Where a tool is there or not, it must say so and keep to it. */
const tools: readonly { readonly collector: Collector; readonly remedy: RegExp; readonly file: string; readonly beginsWith: string }[] = [
  { collector: pyinstrument, remedy: /-m pip install pyinstrument$/, file: 'pyinstrument.pyisession', beginsWith: '{' },
  { collector: pySpy, remedy: /-m pip install py-spy$|ptrace|sudo/, file: 'py-spy.speedscope.json', beginsWith: '{' },
  { collector: memoryProfiler, remedy: /-m pip install memory_profiler$/, file: 'memory.dat', beginsWith: 'CMDLINE' },
];

/** Records nothing but starts the command that follows `marker`, and ends with 0 itself. */
const standIn = (marker: string): string => `#!/bin/sh
printf '%s' 'CMDLINE {"profiles": [1]}' > "$OUTPUT"
while [ "$1" != "${marker}" ]; do shift; done
shift
"$@"
exit 0
`;

describe('collectors of Python tools', () => {
  const scratch = new Scratch();
  after(() => scratch.clear());

  for (const { collector, remedy, file, beginsWith } of tools) {
    it(`${collector.id} records, or says what to install`, async () => {
      const probe = await collector.probe(contextOf());
      if (!probe.works) {
        expect(probe.reason).to.not.equal('');
        expect(probe.remedy).to.match(remedy);
        return;
      }
      expect(probe.version).to.match(/\d/);
      const { code, collected } = await scratch.record(collector, command);
      expect(code).to.equal(3);
      expect(collected.files.map(({ name }) => name)).to.deep.equal([file]);
      expect(await readFile(collected.files[0]!.path, 'utf8')).to.satisfy((text: string) => text.startsWith(beginsWith));
    });
  }

  it('py-spy and mprof pass on the exit code and the shell syntax of the command', async () => {
    const directory = await scratch.make();
    for (const [name, marker] of [['py-spy', '--'], ['mprof', '--output']] as const) {
      await writeFile(join(directory, name), marker === '--' ? standIn(marker) : standIn(marker).replace('"$@"', 'shift; "$@"'));
      await chmod(join(directory, name), 0o755);
    }
    for (const collector of [pySpy, memoryProfiler]) {
      const path = `${directory}:${contextOf().env['PATH'] ?? ''}`;
      const { code, stdout } = await scratch.record(collector, `echo "it's" $((1 + 1)) | cat; exit 7`, { extra: { PATH: path, OUTPUT: join(directory, 'output') } });
      expect(stdout, collector.id).to.equal("it's 2\n");
      expect(code, collector.id).to.equal(7);
    }
  });

  it('are picked by name alone', () => {
    const { program } = contextOf();
    const picked = collectors.filter((collector) => collector.suits(program)).map(({ id }) => id);
    expect(picked).to.include.members(['cprofile', 'tracemalloc']);
    expect(picked).to.not.include.members(['pyinstrument']).and.not.include.members(['py-spy']).and.not.include.members(['memory_profiler']);
  });
});
