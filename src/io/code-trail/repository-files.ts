/** Finds the file of a repository that a display path means; null where none or more than one fits. */
export type FindFile = (shown: string, exactOnly: boolean) => string | null;

/**
 * Looks display paths up in the list of a repository's `paths` (relative, with /). A display path may lack directories
 * at its front (`tag.py` for `src/photo/tag.py`) or have more (`/tmp/base/photo/tag.py`). An exact path wins; else only a
 * single candidate is taken, and nothing outside of the list.
 */
export function repositoryFiles(paths: readonly string[], root: string): FindFile {
  const byName = new Map<string, string[]>();
  for (const path of paths) {
    const name = path.slice(path.lastIndexOf('/') + 1);
    const same = byName.get(name);
    if (same === undefined) byName.set(name, [path]);
    else same.push(path);
  }
  const front = `${root.replaceAll('\\', '/').replace(/\/+$/, '')}/`;
  return (shown, exactOnly) => {
    const whole = shown.replace(/^file:\/\//, '').replaceAll('\\', '/');
    const file = (whole.startsWith(front) ? whole.slice(front.length) : whole).replace(/^(?:\.\/)+/, '');
    const named = byName.get(file.slice(file.lastIndexOf('/') + 1));
    if (file === '' || named === undefined) return null;
    if (named.includes(file)) return file;
    if (exactOnly) return null;
    const shorter = named.filter((path) => path.endsWith(`/${file}`));
    if (shorter.length > 0) return shorter.length === 1 ? (shorter[0] ?? null) : null;
    // One name alone says too little: `/usr/share/x/main.py` is not the project's `main.py`.
    const longer = named.filter((path) => path.includes('/') && file.endsWith(`/${path}`));
    return longer.reduce<string | null>((best, path) => (best === null || path.length > best.length ? path : best), null);
  };
}
