import type { Collector } from './collector.ts';
import { cprofile } from './cprofile.ts';
import { goTest } from './go.ts';
import { memoryProfiler } from './memory-profiler.ts';
import { nodeCpu } from './node-cpu.ts';
import { nodeHeap } from './node-heap.ts';
import { ownProfiles } from './own.ts';
import { pySpy } from './py-spy.ts';
import { pyinstrument } from './pyinstrument.ts';
import { tracemalloc } from './tracemalloc.ts';

/** Every profiler, in the order in which they are tried and listed. */
export const collectors: readonly Collector[] = [cprofile, tracemalloc, pyinstrument, pySpy, memoryProfiler, nodeCpu, nodeHeap, goTest, ownProfiles];
