import { groupBy } from '../../group-by.ts';
import { isNamed } from './anonymous.ts';
import { sourceName } from './call-sites.ts';
import type { ComparedFunctions, Side } from './compared-functions.ts';
import { lineShifts, type Anchor } from './line-shift.ts';
import { RecordedScript } from './recorded-script.ts';
import type { ScriptText, ScriptTexts } from './script-text.ts';
import { importedFiles } from '../../source/script-imports.ts';

/** Lines that other files are allowed to have moved by when code of theirs is looked for. */
const importSlack = 10;

/** One script of the comparison: its text, and where it stood in the recordings of base and head. */
export interface Script {
  /** As shown. */
  readonly file: string;
  /** As the profiler wrote it. */
  readonly raw: string;
  readonly text: ScriptText;
  /** Null where the order of its functions was another; where a side knows none of them, as the text is. */
  readonly sides: readonly [RecordedScript | null, RecordedScript | null];
  /** Whether the recordings of a side know functions of the text. */
  readonly anchored: readonly [boolean, boolean];
  /** Number in the comparison of each function of the text, -1 where it has none yet, null where it is not clear. */
  readonly indices: (number | null)[];
  /** The other way round. */
  readonly places: ReadonlyMap<number, number>;
}

/** A function of a script's text; -1 is its top level. */
export interface Place {
  readonly script: Script;
  readonly at: number;
}

interface Added {
  readonly name: string;
  readonly line: number;
  readonly file: string;
  readonly rawFile: string;
}

/** The scripts that the functions of a comparison stand in, and those that they import. */
export class Scripts {
  /** Functions that have no node of their own. */
  readonly added: Added[] = [];
  readonly functions: ComparedFunctions;
  /** By side and function: the line where its definition starts there, 0 where it is not known. */
  readonly starts: readonly Uint32Array[];
  private readonly texts: ScriptTexts;
  private readonly byFile = new Map<string, Script | null>();
  private readonly inFile: ReadonlyMap<string, readonly number[]>;

  constructor(functions: ComparedFunctions, texts: ScriptTexts) {
    this.functions = functions;
    this.texts = texts;
    this.starts = [functions.base, functions.head].map((side) => startLines(side, functions.count));
    const own = [...functions.file.keys()].filter((index) => functions.owner[index] === 'own' && functions.rawFile[index] !== '');
    this.inFile = groupBy(own, (index) => functions.file[index] as string);
  }

  /** Functions of the comparison in a file, as shown. */
  members(file: string): readonly number[] {
    return this.inFile.get(file) ?? [];
  }

  /** The function of the text that a function of the comparison is (or stands in, without a name); null where that is not clear. */
  placeOf(side: number, index: number): (Place & { readonly recorded: RecordedScript }) | null {
    if (this.functions.owner[index] !== 'own') return null;
    const script = this.scriptOf(this.functions.file[index] as string);
    if (script === null || !script.anchored[0] || !script.anchored[1] || script.sides[0] === null || script.sides[1] === null) return null;
    const recorded = script.sides[side] as RecordedScript;
    const start = this.starts[side]?.[index] ?? 0;
    const own = script.places.get(index);
    const at = own ?? recorded.functionAt(start);
    // What is named and not found in the text is not understood; anonymous functions go with the one around them.
    if (start === 0 || (own === undefined && (isNamed(this.functions.name[index] as string) || (at < 0 && start !== 1)))) return null;
    return { script, at, recorded };
  }

  /** The function of the same file that a tick belongs to. */
  ownerOf(side: number, index: number, line: number): number {
    const place = this.placeOf(side, index);
    if (place === null) return index;
    const owner = place.recorded.ownerOf(place.at, line);
    return owner === place.at ? index : (this.numberOf({ script: place.script, at: owner }) ?? index);
  }

  /** Its number in the comparison, which it gets where it has none; null where that is not clear. */
  numberOf({ script, at }: Place): number | null {
    const known = script.indices[at];
    const defined = script.text.functions[at];
    if (known === null || known === undefined || defined === undefined) return null;
    if (known >= 0) return known;
    const index = this.functions.count + this.added.push({ name: defined.name, line: defined.start, file: script.file, rawFile: script.raw }) - 1;
    script.indices[at] = index;
    return index;
  }

  /** The script of the file with functions of the comparison; null where its text is not at hand. */
  scriptOf(file: string): Script | null {
    const first = this.members(file)[0];
    return first === undefined ? null : this.read(file, this.functions.rawFile[first] as string);
  }

  /** The script that a relative import of another leads to; null where its text is not at hand. */
  imported(importer: Script, from: string): Script | null {
    const raws = importedFiles(importer.raw, from);
    const place = raws.findIndex((path) => this.texts.read(path) !== null);
    const raw = raws[place];
    if (raw === undefined) return null;
    // Above the directory that paths are shown from there is no shorter name.
    const steps = from.split('/').filter((step) => step === '..').length;
    const file = steps > importer.file.split('/').length - 1 ? raw : (importedFiles(importer.file, from)[place] ?? raw);
    return this.read(file, raw);
  }

  private read(file: string, raw: string): Script | null {
    const known = this.byFile.get(file);
    if (known !== undefined) return known;
    const text = this.texts.read(raw);
    const script = text === null ? null : this.findScript(file, raw, text);
    this.byFile.set(file, script);
    return script;
  }

  private findScript(file: string, raw: string, text: ScriptText): Script {
    const { name } = this.functions;
    const named = this.members(file).filter((index) => isNamed(name[index] as string));
    const byName = groupBy(named, (index) => sourceName(name[index] as string));
    const indices = text.functions.map((defined) => {
      const namesakes = byName.get(defined.name);
      if (text.byName.get(defined.name)?.length !== 1 || defined.name === 'constructor') return null;
      if (namesakes === undefined) return -1;
      return namesakes.length === 1 ? (namesakes[0] as number) : null;
    });
    const places = new Map<number, number>();
    indices.forEach((index, at) => {
      if (index !== null && index >= 0) places.set(index, at);
    });
    const anchors = this.starts.map((starts) => anchorsOf(text, indices, starts)) as [Anchor[], Anchor[]];
    const side = (found: readonly Anchor[]): RecordedScript | null => {
      const shifts = lineShifts(found);
      return shifts === null ? null : new RecordedScript(text, shifts, (at, line) => this.texts.maybeImported(raw, text, at, line, importSlack));
    };
    return { file, raw, text, sides: [side(anchors[0]), side(anchors[1])], anchored: [anchors[0].length > 0, anchors[1].length > 0], indices, places };
  }
}

function anchorsOf(text: ScriptText, indices: readonly (number | null)[], starts: Uint32Array): Anchor[] {
  const anchors: Anchor[] = [];
  indices.forEach((index, at) => {
    const recorded = index === null || index < 0 ? 0 : (starts[index] as number);
    if (recorded > 0) anchors.push({ source: (text.functions[at] as { start: number }).start, recorded });
  });
  return anchors;
}

/** By function: the line that its definition starts on in the recordings of a side that have lines' costs, 0 where that is not known. */
export function startLines({ runs }: Side, count: number): Uint32Array {
  const starts = new Uint32Array(count);
  for (const { profile, table, functionOfRow } of runs) {
    if (profile.frameLine !== 'definition' || profile.lineCosts === null) continue;
    for (let row = 0; row < table.length; row++) starts[functionOfRow[row] as number] = profile.frames.line[table.frame[row] as number] as number;
  }
  return starts;
}
