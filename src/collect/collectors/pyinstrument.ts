import type { Collector } from './collector.ts';
import type { PythonFileKind } from './python-files.ts';
import { collectPython } from './python-files.ts';
import { injectPython } from './python-injection.ts';
import { probeInjection } from './python-probe.ts';

/** A JSON object. */
const session: PythonFileKind = {
  suffix: '.pyisession',
  name: ['pyinstrument', '.pyisession'],
  isWhole: (first, last) => first === 0x7b && last === 0x7d,
};

const collect: Collector['collect'] = (dir) => collectPython(dir, [session]);

/** pyinstrument in every Python process of the workload, where its interpreter has it. */
export const pyinstrument: Collector = {
  id: 'pyinstrument',
  title: 'pyinstrument',
  records: 'samples of the Python stack, every millisecond',
  suits: () => false,
  probe: (context) => probeInjection(context, 'pyinstrument', (dir) => collect(dir, context)),
  prepare: (command, dir, context) => injectPython(command, dir, context, 'pyinstrument'),
  collect,
};
