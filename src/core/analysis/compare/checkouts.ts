/** Most files of one base name that a file is held against, so that hostile tables stay quick. */
const maxCandidates = 32;
/** Different prefixes that are looked for: a program and its parts may lie in several directories. */
const maxPrefixes = 4;

/**
 * Maps own paths of the head to those of the base where the two come from different checkouts. Paths are already
 * placed; what is left of the directory of a checkout is found by comparing the ends of the paths.
 */
export function alignCheckouts(base: ReadonlySet<string>, head: ReadonlySet<string>): (path: string) => string {
  const replacements: { from: string; to: string }[] = [];
  let openHead = [...head].filter((path) => !base.has(path));
  const shared = [...head].filter((path) => base.has(path));
  let openBase = [...base].filter((path) => !head.has(path));
  while (replacements.length < maxPrefixes && openHead.length > 0 && openBase.length > 0) {
    const best = commonestPrefixes(openBase, openHead, shared);
    if (best === null) break;
    replacements.push(best);
    const moved = new Set(openHead.filter((path) => path.startsWith(best.from)).map((path) => best.to + path.slice(best.from.length)));
    openHead = openHead.filter((path) => !path.startsWith(best.from));
    openBase = openBase.filter((path) => !moved.has(path));
  }
  const taken = new Set(shared);
  return (path) => {
    if (taken.has(path)) return path;
    const fit = replacements.find(({ from }) => path.startsWith(from));
    return fit === undefined ? path : fit.to + path.slice(fit.from.length);
  };
}

function commonestPrefixes(base: readonly string[], head: readonly string[], shared: readonly string[]): { from: string; to: string } | null {
  const byName = new Map<string, string[]>();
  for (const path of head) {
    const name = path.slice(path.lastIndexOf('/') + 1);
    const list = byName.get(name);
    if (list === undefined) byName.set(name, [path]);
    else if (list.length < maxCandidates) list.push(path);
  }
  const votes = new Map<string, { from: string; to: string; files: number; depth: number }>();
  for (const path of base) {
    for (const { other, length } of longestEnds(path, byName.get(path.slice(path.lastIndexOf('/') + 1)) ?? [])) {
      const to = path.slice(0, path.length - length);
      const from = other.slice(0, other.length - length);
      const key = `${from}\u0000${to}`;
      const vote = votes.get(key) ?? { from, to, files: 0, depth: 0 };
      vote.files += 1;
      vote.depth += length;
      votes.set(key, vote);
    }
  }
  let best: { from: string; to: string; files: number; depth: number } | null = null;
  for (const vote of votes.values()) {
    if (!isCheckoutPair(vote.from, vote.to, shared)) continue;
    if (best === null || vote.files > best.files || (vote.files === best.files && vote.depth > best.depth)) best = vote;
  }
  return best;
}

/** Paths that end like `path` in most whole components, with the number of equal characters. */
function longestEnds(path: string, candidates: readonly string[]): { other: string; length: number }[] {
  let longest: { other: string; length: number }[] = [];
  for (const other of candidates) {
    let equal = 0;
    while (equal < path.length && equal < other.length && path[path.length - 1 - equal] === other[other.length - 1 - equal]) equal += 1;
    const length = wholeComponents(path, other, equal);
    if (length === 0) continue;
    const before = longest[0]?.length ?? 0;
    if (length > before) longest = [{ other, length }];
    else if (length === before) longest.push({ other, length });
  }
  return longest;
}

function wholeComponents(path: string, other: string, equal: number): number {
  const starts = (text: string): boolean => text.length === equal || text[text.length - equal - 1] === '/';
  if (equal > 0 && starts(path) && starts(other)) return equal;
  const slash = path.indexOf('/', path.length - equal);
  return slash < 0 ? 0 : path.length - slash - 1;
}

/**
 * A pair of directories is two checkouts where one of them is absolute or nothing, and no file is known to lie
 * in the same place on both sides; `photo/` and `lib/` beside common files are a file that was moved.
 */
function isCheckoutPair(from: string, to: string, shared: readonly string[]): boolean {
  if (![from, to].some((prefix) => prefix === '' || /^(?:\/|~\/|[A-Za-z]:\/|[a-z]+:\/\/)/.test(prefix))) return false;
  return !shared.some((path) => path.startsWith(from) || path.startsWith(to));
}
