import { buildProfile } from './heapprofile/build-profile.ts';
import { readRawProfile } from './heapprofile/raw-profile.ts';
import type { Head, Importer } from './importer.ts';
import { outlineJson } from './shared/json-outline.ts';
import { readJson } from './shared/json-window.ts';

/**
 * .heapprofile of V8 (`HeapProfiler.SamplingHeapProfile` of its protocol): `node --heap-prof`, Chrome
 * DevTools, and the collector node-heap, whose files hold all that was allocated. Bytes.
 */
export const heapprofileImporter: Importer = {
  id: 'heapprofile',
  title: 'V8 allocation profile',
  recognisedBy: 'a JSON object with a `head` of nodes with `callFrame` and `selfSize`',
  recognise(head) {
    const { paths } = outlineJson(head);
    return (paths.has('head') && hasKey(head, 'selfSize')) || (paths.has('samples[].size') && paths.has('samples[].nodeId'));
  },
  async read(source, limits) {
    const raw = await readJson(source, (window) => readRawProfile(window, limits));
    return { format: 'heapprofile', profiles: [buildProfile(raw, limits)], defaultProfile: 0, notes: [] };
  },
};

/** Nodes nest, so the key may stand deeper than the outline looks; the nodes of an old CPU profile never have it. */
function hasKey(head: Head, key: string): boolean {
  return new RegExp(`"${key}"\\s*:`).test(head.text);
}
