import type { ImportLimits } from '../../core/limits.ts';
import { firstKey, KeySet } from '../shared/json-keys.ts';
import { NestedNodeReader, type OpenNode } from '../shared/json-nested-nodes.ts';
import { readNumberOr, readStringOr, skipValue } from '../shared/json-skip.ts';
import type { JsonWindow } from '../shared/json-window.ts';
import { type FunctionList, isTransparent, lineOf } from './functions.ts';
import type { Recording } from './recording.ts';
import { TreeNodes } from './tree-nodes.ts';

const keys = new KeySet(['function', 'file_path', 'line_no', 'time', 'children', 'class_name']);
const [FUNCTION, FILE, LINE, TIME, CHILDREN, CLASS] = [0, 1, 2, 3, 4, 5];

interface OpenFrame extends OpenNode {
  name: string;
  file: string;
  line: number;
  /** Inclusive seconds. */
  time: number;
  className: string;
  /** Calls that it made, and their seconds. */
  calls: number;
  callsTime: number;
}

/**
 * Reads the tree `root_frame`: frames nested in `children`. Throws InputError for a frame without a
 * time and past a million levels.
 */
export async function readTree(window: JsonWindow, functions: FunctionList, limits: ImportLimits): Promise<Recording> {
  const reader = new TreeReader(functions);
  await reader.read(window);
  return reader.nodes.finish(limits);
}

class TreeReader extends NestedNodeReader<OpenFrame> {
  readonly nodes = new TreeNodes();
  private readonly functions: FunctionList;

  constructor(functions: FunctionList) {
    super(keys, CHILDREN);
    this.functions = functions;
  }

  protected begin(parent: number): OpenFrame {
    const index = this.nodes.begin(parent);
    return { index, previousKey: firstKey, inChildren: false, noChildYet: true, name: '', file: '', line: 0, time: NaN, className: '', calls: 0, callsTime: 0 };
  }

  protected readField(window: JsonWindow, node: OpenFrame, key: number): void {
    if (key === FUNCTION) node.name = readStringOr(window, '');
    else if (key === FILE) node.file = readStringOr(window, '');
    else if (key === LINE) node.line = lineOf(readNumberOr(window, 0));
    else if (key === TIME) node.time = readNumberOr(window, NaN);
    else if (key === CLASS) node.className = readStringOr(window, '');
    else skipValue(window);
  }

  protected finishNode(window: JsonWindow, node: OpenFrame): void {
    const { index, name, file, line, time, className, calls, callsTime } = node;
    if (Number.isNaN(time)) throw window.error(`frame ${index} of the tree has no time`, window.pos, 'was the file edited? Render it again with `pyinstrument -r json`');
    const parent = this.open.at(-1);
    // Less than no time is none, for the parent too.
    const spent = Math.max(0, time);
    if (parent !== undefined) {
      parent.calls += 1;
      parent.callsTime += spent;
    }
    let called = -1;
    if (!isTransparent(name)) {
      called = this.functions.intern(name, file, line);
      if (className !== '') this.functions.addClass(called, className, spent);
    }
    this.nodes.end(index, called, time, calls, callsTime);
  }
}
