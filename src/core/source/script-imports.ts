/** What a local name of a script stands for. */
export interface ScriptImport {
  /** As written: `./other.mjs`, `node:fs`, `lodash`. */
  readonly from: string;
  /** Name in the other file, null for its default or all of it. */
  readonly name: string | null;
}

const clause = /\bimport\s+([^'"`;()]{1,2000}?)\s+from\s*(['"])([^'"\n]{1,500})\2|\b(?:const|let|var)\s+([\p{L}\p{N}_$\s{},:]{1,2000}?)\s*=\s*require\(\s*(['"])([^'"\n]{1,500})\5\s*\)/gu;
const passedOn = /\bexport\s*(?:type\s*)?(?:\*[^;{}()]{0,100}|\{[^{}]{0,2000}\})\s*from\b/;
/** Imports stand at the beginning of a file. */
const maxLines = 300;
const maxLineLength = 1_000;

/** The names that `import` and `require` clauses at the beginning of a script bind. */
export function scriptImports(lines: readonly string[]): ReadonlyMap<string, ScriptImport> {
  const imports = new Map<string, ScriptImport>();
  const text = lines.slice(0, maxLines).filter(({ length }) => length <= maxLineLength).join('\n');
  for (const [, bound, , module, required, , path] of text.matchAll(clause)) {
    for (const part of (bound ?? required ?? '').split(/([{}]|,)/)) {
      const names = part.match(/[\p{L}\p{N}_$]+/gu);
      const local = names?.[names.length - 1];
      if (local !== undefined) imports.set(local, { from: module ?? path ?? '', name: insideBraces(bound ?? required ?? '', local) ? (names?.[0] ?? null) : null });
    }
  }
  return imports;
}

/** Whether a script, given with its strings blanked, exports names of other files: `export * from`, `export { a } from`. */
export function passesOn(code: readonly string[]): boolean {
  return passedOn.test(code.filter(({ length }) => length <= maxLineLength).join('\n'));
}

function insideBraces(clauseText: string, local: string): boolean {
  const open = clauseText.indexOf('{');
  return open >= 0 && clauseText.indexOf(local, open) > open;
}

/** The places where a relative import may lie, for a file given as a path or URL; none for packages. */
export function importedFiles(importer: string, from: string): readonly string[] {
  if (!from.startsWith('./') && !from.startsWith('../')) return [];
  const parts = importer.split('/').slice(0, -1);
  for (const step of from.split('/')) {
    if (step === '..') parts.pop();
    else if (step !== '.' && step !== '') parts.push(step);
  }
  const path = parts.join('/');
  return ['', '.js', '.mjs', '.cjs', '.ts', '/index.js'].map((ending) => path + ending);
}
