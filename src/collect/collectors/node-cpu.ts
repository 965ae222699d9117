import type { Collector } from './collector.ts';
import { collectRecordings } from './node-collect.ts';
import { busyMicroseconds, CpuMerger, type CpuProfile } from './node-merge-cpu.ts';
import { preloadRecorder, probeRecorder } from './node-preload.ts';

export const nodeCpu: Collector = {
  id: 'node-cpu',
  title: 'V8 CPU profiler',
  records: 'where every Node.js process and worker thread spends its time, a sample each millisecond',
  suits: ({ language }) => language === 'node',
  probe: (context) => probeRecorder('cpu', context),
  prepare: (command, dir, { injectDir }) => preloadRecorder('cpu', command, dir, injectDir),
  collect: (dir) => collectRecordings<CpuProfile>({ recording: 'cpu', name: 'node-cpu', extension: 'cpuprofile', weigh: busyMicroseconds, merge: () => new CpuMerger() }, dir),
};
