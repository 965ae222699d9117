import { groupBy } from '../../group-by.ts';
import { readCode } from '../../source/function-range.ts';
import { sourceFamily } from '../../source/mask-source.ts';
import { callsOfLine, methodsOfLine, scriptFunctions, wordsOfLines, type ScriptFunction } from '../../source/script-functions.ts';
import { importedFiles, passesOn, scriptImports, type ScriptImport } from '../../source/script-imports.ts';

export type ReadSource = (file: string) => readonly string[] | null;

/** Functions that one may call, through others too; more say nothing. */
const maxCallees = 100;

/** What the text of a script tells of its functions, which are numbered by ascending start; -1 is its top level. */
export class ScriptText {
  readonly functions: readonly ScriptFunction[];
  readonly byName: ReadonlyMap<string, readonly number[]>;
  private readonly imports: ReadonlyMap<string, ScriptImport>;
  /** Whether names are exported that are another file's. */
  readonly passesOn: boolean;
  private readonly code: readonly string[];
  private readonly lineWords: readonly ReadonlySet<string>[];
  private readonly words = new Map<number, ReadonlySet<string>>();
  private readonly reached = new Map<number, readonly number[]>();

  /** `code` is `lines` with comments and strings blanked. */
  constructor(functions: readonly ScriptFunction[], lines: readonly string[], code: readonly string[]) {
    this.functions = functions;
    this.byName = groupBy(functions.keys(), (at) => (functions[at] as ScriptFunction).name);
    this.imports = scriptImports(lines);
    this.passesOn = passesOn(code);
    this.code = code;
    this.lineWords = wordsOfLines(code, lines);
  }

  wordsOf(at: number): ReadonlySet<string> {
    const known = this.words.get(at);
    if (known !== undefined) return known;
    const range = this.functions[at];
    const words = new Set<string>();
    for (const line of range === undefined ? this.lineWords : this.lineWords.slice(range.start - 1, range.end)) for (const word of line) words.add(word);
    this.words.set(at, words);
    return words;
  }

  /** The functions of this file that `at` names, and those that they name; itself left out. */
  callees(at: number): readonly number[] {
    const known = this.reached.get(at);
    if (known !== undefined) return known;
    const found = new Set([at]);
    for (const each of found) {
      if (found.size > maxCallees) break;
      for (const word of this.wordsOf(each)) for (const callee of this.byName.get(word) ?? []) found.add(callee);
    }
    found.delete(at);
    const reached = [...found];
    this.reached.set(at, reached);
    return reached;
  }

  /** Whether `at` or a function of the file that it names calls what no definition or import of the file binds: a parameter, mostly. */
  callsUnknown(at: number): boolean {
    return this.codeOf(at).some((line) => callsOfLine(line).some((name) => !this.byName.has(name) && !this.imports.has(name)));
  }

  /** The methods that `at` or a function of the file that it names calls. */
  methodsOf(at: number): ReadonlySet<string> {
    return new Set(this.codeOf(at).flatMap(methodsOfLine));
  }

  private codeOf(at: number): readonly string[] {
    return [at, ...this.callees(at)].flatMap((each) => {
      const range = this.functions[each];
      return range === undefined ? this.code : this.code.slice(range.start - 1, range.end);
    });
  }

  /** Imports that `at` or a function of the file that it names uses. */
  importsOf(at: number): readonly ScriptImport[] {
    const used: ScriptImport[] = [];
    for (const [local, imported] of this.imports) if ([at, ...this.callees(at)].some((each) => this.wordsOf(each).has(local))) used.push(imported);
    return used;
  }
}

/** Reads the scripts of a project, each once; null where the text is not at hand or too large to tell functions. */
export class ScriptTexts {
  private readonly texts = new Map<string, ScriptText | null>();
  private readonly readSource: ReadSource;

  constructor(readSource: ReadSource) {
    this.readSource = readSource;
  }

  read(file: string): ScriptText | null {
    const known = this.texts.get(file);
    if (known !== undefined) return known;
    const lines = sourceFamily(file) === 'script' ? this.readSource(file) : null;
    const source = lines === null ? null : readCode(file, lines);
    const functions = source === null ? null : scriptFunctions(source);
    const text = functions === null || lines === null || source === null ? null : new ScriptText(functions, lines, source.code);
    this.texts.set(file, text);
    return text;
  }

  /**
   * Whether a function of another file that `at` may call stands on `line` there, within `slack` lines, or nobody knows: V8's
   * line ticks do not tell the file of inlined code.
   */
  maybeImported(file: string, text: ScriptText, at: number, line: number, slack: number): boolean {
    for (const { from, name } of text.importsOf(at)) {
      if (from.startsWith('node:')) continue;
      const other = importedFiles(file, from).map((path) => this.read(path)).find((found) => found !== null);
      if (other === undefined || other === null) return true;
      const named = name === null ? undefined : other.byName.get(name);
      const possible = named === undefined ? other.functions.keys() : named.flatMap((each) => [each, ...other.callees(each)]);
      for (const each of possible) {
        const range = other.functions[each];
        if (range !== undefined && line >= range.start - slack && line <= range.end + slack) return true;
      }
    }
    return false;
  }
}
