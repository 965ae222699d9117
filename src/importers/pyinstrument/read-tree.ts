import type { ImportLimits } from '../../core/limits.ts';
import { firstKey, KeySet, nextKey, noMoreKeys } from '../shared/json-keys.ts';
import { readNumberOr, readStringOr, skipValue } from '../shared/json-skip.ts';
import { nextByte, nextElement, take } from '../shared/json-tokens.ts';
import type { JsonWindow } from '../shared/json-window.ts';
import { type FunctionList, isTransparent, lineOf } from './functions.ts';
import type { Recording } from './recording.ts';
import { TreeNodes } from './tree-nodes.ts';

const keys = new KeySet(['function', 'file_path', 'line_no', 'time', 'children', 'class_name']);
const [FUNCTION, FILE, LINE, TIME, CHILDREN, CLASS] = [0, 1, 2, 3, 4, 5];

/** Calls that may be open at once; Python itself stops at 1,000 unless told otherwise. */
const maxOpenNodes = 1_000_000;

/** A frame whose `}` has not come yet. */
interface OpenNode {
  readonly index: number;
  name: string;
  file: string;
  line: number;
  /** Inclusive seconds. */
  time: number;
  className: string;
  previousKey: number;
  children: number;
  childrenTime: number;
  inChildren: boolean;
}

/**
 * Reads the tree `root_frame`: frames nested in `children`, to any depth and with keys in any order,
 * so open frames wait on a stack of our own. Throws InputError for a frame without a time and past a
 * million levels.
 */
export async function readTree(window: JsonWindow, functions: FunctionList, limits: ImportLimits): Promise<Recording> {
  const reader = new TreeReader(functions);
  await window.run(() => {
    while (reader.step(window)) window.commit();
  });
  return reader.nodes.finish(limits);
}

class TreeReader {
  readonly nodes = new TreeNodes();
  private readonly open: OpenNode[] = [];
  private readonly functions: FunctionList;

  constructor(functions: FunctionList) {
    this.functions = functions;
  }

  /** Reads one key with its value, or one bracket; false when the tree is complete. */
  step(window: JsonWindow): boolean {
    const node = this.open.at(-1);
    if (node === undefined) {
      if (this.nodes.length > 0) return false;
      take(window, 123);
      this.begin(-1);
    } else if (node.inChildren) this.stepChild(window, node);
    else this.stepKey(window, node);
    return true;
  }

  private stepChild(window: JsonWindow, node: OpenNode): void {
    if (!nextElement(window, node.children === 0)) {
      node.inChildren = false;
      return;
    }
    take(window, 123);
    if (this.open.length === maxOpenNodes) throw window.error(`calls nest deeper than ${maxOpenNodes}`, window.pos, 'is this really a profile?');
    node.children += 1;
    this.begin(node.index);
  }

  private stepKey(window: JsonWindow, node: OpenNode): void {
    const key = nextKey(window, keys, node.previousKey);
    if (key === noMoreKeys) {
      this.finishNode(window, node);
      return;
    }
    if (key === CHILDREN && nextByte(window) === 91) {
      window.pos += 1;
      node.inChildren = true;
    } else readField(window, node, key);
    node.previousKey = key;
  }

  private begin(parent: number): void {
    const index = this.nodes.begin(parent);
    this.open.push({ index, name: '', file: '', line: 0, time: NaN, className: '', previousKey: firstKey, children: 0, childrenTime: 0, inChildren: false });
  }

  private finishNode(window: JsonWindow, node: OpenNode): void {
    const { index, name, file, line, time, className, children, childrenTime } = node;
    if (Number.isNaN(time)) throw window.error(`frame ${index} of the tree has no time`, window.pos, 'was the file edited? Render it again with `pyinstrument -r json`');
    this.open.pop();
    const parent = this.open.at(-1);
    // Less than no time is none, for the parent too.
    const spent = Math.max(0, time);
    if (parent !== undefined) parent.childrenTime += spent;
    let called = -1;
    if (!isTransparent(name)) {
      called = this.functions.intern(name, file, line);
      if (className !== '') this.functions.addClass(called, className, spent);
    }
    this.nodes.end(index, called, time, children, childrenTime);
  }
}

function readField(window: JsonWindow, node: OpenNode, key: number): void {
  if (key === FUNCTION) node.name = readStringOr(window, '');
  else if (key === FILE) node.file = readStringOr(window, '');
  else if (key === LINE) node.line = lineOf(readNumberOr(window, 0));
  else if (key === TIME) node.time = readNumberOr(window, NaN);
  else if (key === CLASS) node.className = readStringOr(window, '');
  else skipValue(window);
}
