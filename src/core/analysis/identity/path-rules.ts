/**
 * Where a source file belongs, told from its path. One table serves the shown path, the function's
 * identity across checkouts, and the question whose code it is.
 */
export type PathOrigin = 'own' | 'library' | 'runtime';

export interface PlacedPath {
  readonly origin: PathOrigin;
  /** The path without what differs between machines: home, workspace, versions, hashes. */
  readonly path: string;
}

interface PathRule {
  readonly pattern: RegExp;
  readonly origin: PathOrigin;
  /** What stays of the path, `$1`… from the pattern. */
  readonly keep: string;
}

// Asked in order; a rule's pattern must match the whole path with / as separator.
const rules: readonly PathRule[] = [
  { pattern: /^.*\/(?:site|dist)-packages\/(.+)$/, origin: 'library', keep: '$1' },
  { pattern: /^.*\/node_modules\/((?:@[^/]+\/)?[^/]+\/.+)$/, origin: 'library', keep: 'node_modules/$1' },
  { pattern: /^.*\/lib(?:64)?\/(?:python|pypy)\d[\d.]*t?\/(.+)$/, origin: 'runtime', keep: '$1' },
  { pattern: /^.*\/Python\d+\/[Ll]ib\/(.+)$/, origin: 'runtime', keep: '$1' },
  { pattern: /^<frozen (.+)>$/, origin: 'runtime', keep: '<frozen $1>' },
  // What pyinstrument gives as the file of a builtin function.
  { pattern: /^(<built-in>)$/, origin: 'runtime', keep: '$1' },
  { pattern: /^((?:node|ext|bun|deno|v8|evalmachine)(?::|\/).*)$/, origin: 'runtime', keep: '$1' },
  { pattern: /^.*\/go\/pkg\/mod\/golang\.org\/toolchain@[^/]+\/src\/(.+)$/, origin: 'runtime', keep: '$1' },
  { pattern: /^.*\/go\/pkg\/mod\/(.+?)@v[^/]+\/(.+)$/, origin: 'library', keep: '$1/$2' },
  { pattern: /^.*\/(?:usr\/local\/go|usr\/lib\/go[^/]*|go\d[^/]*|sdk\/go[^/]*|golang)\/src\/(.+)$/, origin: 'runtime', keep: '$1' },
  { pattern: /^.*\/\.cargo\/registry\/src\/[^/]+\/([^/]+?)-\d+\.[^/]*\/(.+)$/, origin: 'library', keep: '$1/$2' },
  { pattern: /^\/rustc\/[0-9a-f]+\/(?:library\/)?(.+)$/, origin: 'runtime', keep: '$1' },
  { pattern: /^.*\/vendor\/(.+)$/, origin: 'library', keep: 'vendor/$1' },
  { pattern: /^(\/(?:usr\/)?lib(?:32|64)?\/.+)$/, origin: 'library', keep: '$1' },
  // Jenkins: .../workspace/<job>[@2]/...; the job's own checkout is own code.
  { pattern: /^.*\/workspace\/[^/]+?(?:@\d+)?\/(.+)$/, origin: 'own', keep: '$1' },
];

const homeRule = /^(?:\/home\/[^/]+|\/Users\/[^/]+|\/root|[A-Za-z]:\/Users\/[^/]+)\//;

/**
 * Places a path as a profiler wrote it. `roots` are directories (with / at the end) to cut from the
 * front of own paths; a home directory that is left becomes `~`.
 */
export function placePath(file: string, roots: readonly string[]): PlacedPath {
  const path = file.replace(/^file:\/\//, '').replaceAll('\\', '/');
  for (const rule of rules) {
    if (rule.pattern.test(path)) return { origin: rule.origin, path: hideHome(path.replace(rule.pattern, rule.keep)) };
  }
  for (const root of roots) {
    if (root.length > 1 && path.startsWith(root) && path.length > root.length) return { origin: 'own', path: path.slice(root.length) };
  }
  return { origin: 'own', path: hideHome(path) };
}

/** `path` with the home directory at its front as `~`. */
export function hideHome(path: string): string {
  return path.replace(homeRule, '~/');
}
