import type { Head } from '../importer.ts';

/** Levels of keys that are looked at. */
const maxLevels = 4;
/** Paths that are kept: a head of random keys has thousands, a profile some dozens. */
const maxPaths = 500;

/** Tokens in a row without a new path after which the rest is taken to be more of the same. */
const patience = 500;

/** What the first bytes of a JSON file show of its shape. */
export interface JsonOutline {
  /** Keys seen, as "nodes", "nodes[].callFrame", "shared.frames"; array elements share one path. */
  readonly paths: ReadonlySet<string>;
  /** The text of `$schema`, '' where there is none. */
  readonly schema: string;
}

const empty: JsonOutline = { paths: new Set(), schema: '' };
const outlines = new WeakMap<Head, JsonOutline>();

/** The outline of a head that begins with `{` or `[`; empty for any other. Kept per head: every JSON format asks for it. */
export function outlineJson(head: Head): JsonOutline {
  const known = outlines.get(head);
  if (known !== undefined) return known;
  const outline = /^\uFEFF?\s*[[{]/.test(head.text.slice(0, 1000)) ? scan(head.text) : empty;
  outlines.set(head, outline);
  return outline;
}

// Lenient on purpose: it only says which importer to ask, and that one checks the grammar.
function scan(text: string): JsonOutline {
  // Ends at the end of the text too, so that a cut string costs one pass.
  const tokens = /"((?:[^"\\]+|\\[^]?)*)(?:"|$)|[{}[\],]/g;
  const paths = new Set<string>();
  const places: { path: string; object: boolean }[] = [];
  let schema = '';
  let key = '';
  let keyNext = false;
  let known = 0;
  for (let token = tokens.exec(text), sinceNew = 0; token !== null && paths.size < maxPaths && sinceNew < patience; token = tokens.exec(text), sinceNew++) {
    if (paths.size > known) {
      known = paths.size;
      sinceNew = 0;
    }
    const top = places.at(-1);
    if (token[0] === '{' || token[0] === '[') {
      const path = top === undefined ? '' : top.object ? join(top.path, key) : `${top.path}[]`;
      keyNext = token[0] === '{';
      places.push({ path, object: keyNext });
    } else if (token[0] === '}' || token[0] === ']') {
      places.pop();
      keyNext = false;
    } else if (token[0] === ',') {
      keyNext = top?.object === true;
    } else if (keyNext && top !== undefined) {
      key = token[1] as string;
      keyNext = false;
      if (places.length <= maxLevels) paths.add(join(top.path, key));
    } else if (places.length === 1 && key === '$schema') {
      schema = token[1] as string;
    }
  }
  return { paths, schema };
}

function join(path: string, key: string): string {
  if (path.length > 200) return path;
  return path === '' ? key.slice(0, 80) : `${path}.${key.slice(0, 80)}`;
}
