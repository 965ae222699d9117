import type { Collector } from './collector.ts';
import type { PythonFileKind } from './python-files.ts';
import { collectPython } from './python-files.ts';
import { injectPython } from './python-injection.ts';
import { probeInjection } from './python-probe.ts';

/** A marshalled dict, with or without the flag of a reference, ends with a null. */
const stats: PythonFileKind = {
  suffix: '.stats',
  name: ['profile', '.stats'],
  isWhole: (first, last) => (first & 0x7f) === 0x7b && last === 0x30,
};

const collect: Collector['collect'] = (dir) => collectPython(dir, [stats]);

/** Python's own cProfile in every Python process of the workload. */
export const cprofile: Collector = {
  id: 'cprofile',
  title: 'cProfile',
  records: 'calls and wall time of every Python function',
  suits: ({ language }) => language === 'python',
  probe: (context) => probeInjection(context, 'cprofile', (dir) => collect(dir, context)),
  prepare: (command, dir, context) => injectPython(command, dir, context, 'cprofile'),
  collect,
};
