/* eslint-disable @typescript-eslint/no-require-imports -- see recorder.cjs */
/* global require */
'use strict';
// CPU profile of this thread, as `node --cpu-prof` records it.
require('./recorder.cjs')({
  kind: 'cpu',
  // 60,000 samples are some megabytes.
  longestPartMs: 60000,
  begin(post) {
    post('Profiler.enable');
    // Node's own default. A sample costs microseconds: 1 ms is within a few percent, and enough for runs of a second.
    post('Profiler.setSamplingInterval', { interval: 1000 });
    post('Profiler.start');
  },
  end: (post) => post('Profiler.stop').profile,
});
