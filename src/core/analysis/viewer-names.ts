import type { FrameTable } from '../model/frames.ts';

/**
 * Name of each frame inside the embedded viewer: unique, so that a table row finds its function there,
 * and safe. Frames that share a name get " file:line", and " #2" where that does not tell them apart.
 * A zero-width space keeps names that start `_Z`, `__Z` or `_R` from speedscope's WebAssembly
 * demangler, which hangs where WebAssembly is forbidden.
 */
export function viewerNames(frames: FrameTable): string[] {
  const shown = frames.name.map(shownName);
  const uses = new Map<string, number>();
  for (const name of shown) uses.set(name, (uses.get(name) ?? 0) + 1);
  const taken = new Set<string>();
  for (const [name, count] of uses) if (count === 1) taken.add(name);
  const lastNumber = new Map<string, number>();
  return shown.map((name, frame) => {
    if (uses.get(name) === 1) return name;
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

// Control characters, line and paragraph separators, and the marks that turn text around.
const unshowable = /[\u0000-\u001f\u007f-\u009f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;

function shownName(name: string): string {
  const shown = name.replace(unshowable, '\ufffd');
  if (shown === '') return '(unnamed)';
  return /^(?:__?Z|_R)/.test(shown) ? `\u200b${shown}` : shown;
}
