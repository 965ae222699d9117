import type { FlameTree } from './flame-tree.ts';
import type { FrameTable } from '../model/frames.ts';

/**
 * Name of each frame inside the embedded viewer: unique, so that a table row finds its function there,
 * and safe. Frames that share a name get " file:line", and " #2" where that does not tell them apart.
 * A zero-width space keeps names that start `_Z`, `__Z` or `_R` from speedscope's WebAssembly
 * demangler, which hangs where WebAssembly is forbidden. Frames that `isUsed` has no 1 for get ''.
 */
export function viewerNames(frames: FrameTable, isUsed: Uint8Array | null = null): string[] {
  const shown = isUsed === null ? frames.name.map(shownName) : frames.name.map((name, frame) => (isUsed[frame] === 1 ? shownName(name) : ''));
  const uses = new Map<string, number>();
  for (const name of shown) if (name !== '') uses.set(name, (uses.get(name) ?? 0) + 1);
  const taken = new Set<string>();
  for (const [name, count] of uses) if (count === 1) taken.add(name);
  const lastNumber = new Map<string, number>();
  return shown.map((name, frame) => {
    if (name === '' || uses.get(name) === 1) return name;
    const file = frames.file[frame] as string;
    const placed = file === '' ? name : `${name} ${shownName(`${file}:${frames.line[frame] as number}`)}`;
    let number = lastNumber.get(placed) ?? 0;
    let candidate: string;
    do {
      number += 1;
      candidate = number === 1 ? placed : `${placed} #${number}`;
    } while (taken.has(candidate));
    lastNumber.set(placed, number);
    taken.add(candidate);
    return candidate;
  });
}

/**
 * Frames that the viewer can show, as `isUsed` of viewerNames: those of the tree, and all of the
 * profile's where the viewer may get its stacks in the order of time. A call graph has many that no stack holds.
 */
export function framesInViewer(tree: Pick<FlameTree, 'frames' | 'frame' | 'length' | 'reconstructed'>): Uint8Array | null {
  if (!tree.reconstructed) return null;
  const isUsed = new Uint8Array(tree.frames.length);
  for (let node = 1; node < tree.length; node++) isUsed[tree.frame[node] as number] = 1;
  return isUsed;
}

// Control characters, line and paragraph separators, and the marks that turn text around.
const unshowable = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

function shownName(name: string): string {
  const shown = name.replace(unshowable, '\ufffd');
  if (shown === '') return '(unnamed)';
  return /^(?:__?Z|_R)/.test(shown) ? `\u200b${shown}` : shown;
}
