import type { Collector } from './collector.ts';
import { collectRecordings } from './node-collect.ts';
import { allocatedBytes, HeapMerger, type HeapProfile } from './node-merge-heap.ts';
import { preloadRecorder, probeRecorder } from './node-preload.ts';

export const nodeHeap: Collector = {
  id: 'node-heap',
  title: 'V8 allocation profiler',
  records: 'how much memory every function of Node.js allocates, freed or not, a sample each 64 KiB',
  suits: ({ language }) => language === 'node',
  probe: (context) => probeRecorder('heap', context),
  prepare: (command, dir, { injectDir }) => preloadRecorder('heap', command, dir, injectDir),
  collect: (dir) => collectRecordings<HeapProfile>({ recording: 'heap', name: 'node-heap', extension: 'heapprofile', weigh: allocatedBytes, merge: () => new HeapMerger() }, dir),
};
