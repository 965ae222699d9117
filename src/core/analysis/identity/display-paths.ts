import type { FrameTable } from '../../model/frames.ts';
import { placePath, type PlacedPath } from './path-rules.ts';

/** Short path and origin of every file of a frame table. */
export interface DisplayPaths {
  place(file: string): PlacedPath;
}

/**
 * Places files and, beyond the rules, cuts the directory that all own absolute files share, so that
 * `/builds/7/app/photo/tag.py` and `/builds/7/app/main.py` read `photo/tag.py` and `main.py`.
 */
export function displayPaths(frames: FrameTable, roots: readonly string[]): DisplayPaths {
  const placed = new Map<string, PlacedPath>();
  let shared: string | null = null;
  for (const file of frames.file) {
    if (placed.has(file)) continue;
    const place = placePath(file, roots);
    placed.set(file, place);
    if (place.origin === 'own' && /^(?:\/|~\/|[A-Za-z]:\/)/.test(place.path)) shared = commonDirectory(shared, place.path);
  }
  const prefix = shared ?? '';
  return {
    place(file) {
      const place = placed.get(file) ?? placePath(file, roots);
      if (prefix.length < 2 || place.origin !== 'own' || !place.path.startsWith(prefix)) return place;
      return { origin: 'own', path: place.path.slice(prefix.length) };
    },
  };
}

/** The frame table with shortened files, for everything that people see. */
export function displayFrames(frames: FrameTable, paths: DisplayPaths): FrameTable {
  const shown = new Map<string, string>();
  const file = frames.file.map((path) => {
    const known = shown.get(path);
    if (known !== undefined) return known;
    const short = path === '' ? '' : paths.place(path).path;
    shown.set(path, short);
    return short;
  });
  return { ...frames, file };
}

function commonDirectory(shared: string | null, path: string): string {
  const directory = path.slice(0, path.lastIndexOf('/') + 1);
  if (shared === null) return directory;
  let end = 0;
  for (let i = 0; i < shared.length && i < directory.length && shared[i] === directory[i]; i++) if (shared[i] === '/') end = i + 1;
  return shared.slice(0, end);
}
