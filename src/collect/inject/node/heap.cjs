/* eslint-disable @typescript-eslint/no-require-imports -- see recorder.cjs */
/* global require */
'use strict';
// Memory that this thread allocates, whether it was freed again or not: at its end little is still alive.
// V8 before 11 (Node 18) knows the live objects alone.
const collected = Number.parseInt(require('process').versions.v8, 10) >= 11;

require('./recorder.cjs')({
  kind: 'heap',
  // V8 keeps some 100 bytes per sample: at a gigabyte allocated a second, 16 MB in this time.
  longestPartMs: 10000,
  begin(post) {
    post('HeapProfiler.startSampling', { samplingInterval: 65536, includeObjectsCollectedByMajorGC: collected, includeObjectsCollectedByMinorGC: collected });
  },
  // A key that V8 does not write tells the importer what was counted.
  end(post) {
    const { profile } = post('HeapProfiler.stopSampling');
    return { head: profile.head, samples: profile.samples, perfReport: { collected } };
  },
});
