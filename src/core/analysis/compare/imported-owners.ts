import { groupBy } from '../../group-by.ts';
import { isNamed } from './anonymous.ts';
import { sourceName } from './call-sites.ts';
import type { Place, Script, Scripts } from './compared-scripts.ts';
import type { RecordedScript } from './recorded-script.ts';

/** Functions of other files that one may run, through others too; more say nothing. */
const maxReached = 200;

/** Who a foreign tick belongs to: a function of an imported file, or the number of one that has its node elsewhere. */
export type ForeignOwner = Place | number;

interface Reach {
  /** Null where an import is not understood or what is called is not known. */
  readonly places: readonly Place[] | null;
  /** Functions of the comparison that a method called here may be, though it is not of an import. */
  readonly strangers: readonly number[];
}

const unknown: Reach = { places: null, strangers: [] };

/**
 * Owners of line ticks of code that V8 inlined from another file: they have that file's line numbers. A tick is one of a function's
 * imports where no code of its own file may stand on the line, all its imports are understood, and one function alone of them may
 * stand there and surely does. What is owned so on one side must be so on the other, where the files may have had other lines: else
 * equal code would change. So a function is asked for as a whole: on no side may a line of it be one that others may stand on.
 */
export class ImportedOwners {
  private readonly scripts: Scripts;
  private readonly reached = new Map<Script, Map<number, Reach>>();
  private readonly clear = new Map<string, boolean>();
  private readonly owners = new Map<string, ForeignOwner | null>();
  private readonly byName: ReadonlyMap<string, readonly number[]>;

  constructor(scripts: Scripts) {
    this.scripts = scripts;
    const { name, owner } = scripts.functions;
    const named = [...name.keys()].filter((index) => owner[index] === 'own' && isNamed(name[index] as string));
    this.byName = groupBy(named, (index) => sourceName(name[index] as string));
  }

  /** Undefined where the line may be of the function's own file; null where it is of another and nobody knows whose. */
  ownerOf(side: number, index: number, line: number): ForeignOwner | null | undefined {
    const place = this.scripts.placeOf(side, index);
    if (place === null || !place.recorded.isForeign(place.at, line)) return undefined;
    const key = `${side} ${place.at} ${line} ${place.script.file}`;
    const known = this.owners.get(key);
    if (known !== undefined) return known;
    const owner = this.find(side, place, line);
    this.owners.set(key, owner);
    return owner;
  }

  private find(side: number, from: Place, line: number): ForeignOwner | null {
    const { places } = this.reachOf(from);
    if (places === null) return null;
    const possible: Place[] = [];
    for (const place of places) {
      const earlier = this.earlierPlaces(side, from.script, place);
      if (earlier.some((index) => this.standsOn(side, from.script, index, line))) return earlier.length === 1 && this.isClear(from, place) ? (earlier[0] as number) : null;
      if (earlier.length > 0) continue;
      const recorded = place.script.sides[side];
      if (recorded === null || recorded === undefined) return null;
      if (recorded.mayStandOn(place.at, line)) possible.push(place);
    }
    const innermost = possible.filter(({ script, at }) => !possible.some((other) => other.script === script && this.contains(script, at, other.at)));
    const [owner] = innermost;
    if (owner === undefined || innermost.length > 1 || owner.script.sides[side]?.functionAt(line) !== owner.at) return null;
    return this.isClear(from, owner) ? owner : null;
  }

  /**
   * Functions that a side knows under the name of one of a file that it does not know, and that are gone from the text of the importing
   * file or from the other side: there it stood before it was moved.
   */
  private earlierPlaces(side: number, importer: Script, { script, at }: Place): number[] {
    if (script.anchored[side] === true) return [];
    const name = script.text.functions[at]?.name ?? '';
    const isGone = (index: number): boolean => (this.scripts.functions.file[index] === importer.file ? !importer.text.byName.has(name) : this.scripts.starts[1 - side]?.[index] === 0);
    return (this.byName.get(name) ?? []).filter((index) => (this.scripts.starts[side]?.[index] ?? 0) > 0 && isGone(index));
  }

  /** Whether a function that is not in the text of a script is the last one to start above a line of it. */
  private standsOn(side: number, script: Script, index: number, line: number): boolean {
    const { file, name } = this.scripts.functions;
    const starts = this.scripts.starts[side] as Uint32Array;
    const start = starts[index] as number;
    if (file[index] !== script.file || line < start || script.text.byName.has(sourceName(name[index] as string))) return false;
    return !this.scripts.members(script.file).some((each) => (starts[each] as number) > start && (starts[each] as number) <= line);
  }

  private isClear(from: Place, owner: Place): boolean {
    const key = `${from.at} ${owner.at} ${from.script.file}\u0000${owner.script.file}`;
    const known = this.clear.get(key);
    if (known !== undefined) return known;
    const clear = [0, 1].every((side) => this.isClearOn(side, from, owner));
    this.clear.set(key, clear);
    return clear;
  }

  private isClearOn(side: number, from: Place, owner: Place): boolean {
    const earlier = this.earlierPlaces(side, from.script, owner);
    // Functions of one file do not overlap.
    if (earlier.length > 0) return earlier.length === 1 && this.scripts.functions.file[earlier[0] as number] === from.script.file;
    const caller = from.script.sides[side];
    const recorded = owner.script.sides[side];
    if (caller === null || caller === undefined || recorded === null || recorded === undefined) return false;
    const { places, strangers } = this.reachOf(from);
    const others = (places ?? []).filter((place) => place.script !== owner.script || (place.at !== owner.at && !this.contains(owner.script, owner.at, place.at) && !this.contains(owner.script, place.at, owner.at)));
    const { first, last } = recorded.range(owner.at);
    for (let line = first; line <= last; line++) {
      if (!caller.isForeign(from.at, line)) return false;
      if (others.some(({ script, at }) => script.sides[side]?.mayStandOn(at, line) !== false)) return false;
    }
    return strangers.every((index) => this.isElsewhere(side, index, first, last));
  }

  private isElsewhere(side: number, index: number, first: number, last: number): boolean {
    const script = this.scripts.scriptOf(this.scripts.functions.file[index] as string);
    const at = script?.places.get(index);
    const range = at === undefined ? undefined : script?.sides[side]?.range(at);
    return range !== undefined && (range.last < first || range.first > last);
  }

  /** All functions of other files that code of `from` may run. */
  private reachOf(from: Place): Reach {
    let ofScript = this.reached.get(from.script);
    if (ofScript === undefined) this.reached.set(from.script, (ofScript = new Map<number, Reach>()));
    const known = ofScript.get(from.at);
    if (known !== undefined) return known;
    const reach = this.findReach(from);
    ofScript.set(from.at, reach);
    return reach;
  }

  private findReach(from: Place): Reach {
    if (from.script.text.callsUnknown(from.at)) return unknown;
    const seen = new Map<Script, Set<number>>([[from.script, new Set([from.at])]]);
    const queue: Place[] = [from];
    const places: Place[] = [];
    const add = (place: Place): void => {
      let ofScript = seen.get(place.script);
      if (ofScript === undefined) seen.set(place.script, (ofScript = new Set<number>()));
      if (ofScript.has(place.at)) return;
      ofScript.add(place.at);
      queue.push(place);
      // What its own file may run is told from its text.
      if (place.at >= 0 && place.script !== from.script) places.push(place);
    };
    for (const { script, at } of queue) {
      if (places.length > maxReached) return unknown;
      for (const { from: path, name } of script.text.importsOf(at)) {
        if (path.startsWith('node:')) continue;
        const other = this.scripts.imported(script, path);
        if (other === null) return unknown;
        const named = name === null ? undefined : other.text.byName.get(name);
        // A class, a value or all of the file; what it takes from yet others is found by name alone.
        if (named === undefined && other.text.passesOn) return unknown;
        for (const each of named ?? [-1, ...other.text.functions.keys()]) for (const reached of [each, ...(each < 0 ? [] : other.text.callees(each))]) add({ script: other, at: reached });
      }
    }
    const strangers = new Set<number>();
    for (const method of from.script.text.methodsOf(from.at)) for (const index of this.byName.get(method) ?? []) if (this.isStranger(index, from.script, seen)) strangers.add(index);
    return { places, strangers: [...strangers] };
  }

  private isStranger(index: number, own: Script, seen: ReadonlyMap<Script, ReadonlySet<number>>): boolean {
    const file = this.scripts.functions.file[index] as string;
    if (file === own.file) return false;
    for (const [script, ats] of seen) if (script.file === file && ats.has(script.places.get(index) ?? -1)) return false;
    return true;
  }

  private contains(script: Script, outer: number, inner: number): boolean {
    const recorded: RecordedScript | null = script.sides[0] ?? script.sides[1];
    return recorded?.contains(outer, inner) === true;
  }
}
