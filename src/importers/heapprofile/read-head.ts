import { firstKey, KeySet, nextKey, noMoreKeys } from '../shared/json-keys.ts';
import { NumberColumn } from '../shared/json-number-column.ts';
import { nextByte, nextElement, readNumber, take } from '../shared/json-tokens.ts';
import { readNumberOr, readStringOr, skipValue } from '../shared/json-skip.ts';
import type { JsonWindow } from '../shared/json-window.ts';
import type { CallFrames } from './call-frames.ts';

const nodeKeys = new KeySet(['callFrame', 'selfSize', 'id', 'children']);
const [CALL_FRAME, SELF_SIZE, , CHILDREN] = [0, 1, 2, 3];
const frameKeys = new KeySet(['functionName', 'scriptId', 'url', 'lineNumber', 'columnNumber']);
const [FUNCTION_NAME, , URL, LINE, COLUMN] = [0, 1, 2, 3, 4];

/** Nodes that may be open at once; V8 records 128 levels. */
const maxOpenNodes = 1_000_000;

/** The nodes of a heap profile in the file's order: a parent stands before its children. */
export interface AllocationNodes {
  /** Index of the parent, -1 for the head. */
  readonly parents: NumberColumn;
  /** Index into the call frames. */
  readonly callFrames: NumberColumn;
  /** Bytes allocated in the node itself. */
  readonly sizes: NumberColumn;
  /** Nodes whose `selfSize` is no number. */
  readonly unsized: number;
}

/** A node whose `}` has not come yet. */
interface OpenNode {
  readonly index: number;
  previousKey: number;
  children: number;
  inChildren: boolean;
  named: boolean;
  sized: boolean;
}

/**
 * Reads the `head` tree: nodes nested in `children` to any depth and with keys in any order, so open
 * nodes wait on a stack of our own. Throws InputError past a million levels and for a node without a function.
 */
export async function readHead(window: JsonWindow, callFrames: CallFrames): Promise<AllocationNodes> {
  const reader = new HeadReader(callFrames);
  await window.run(() => {
    while (reader.step(window)) window.commit();
  });
  return reader;
}

class HeadReader implements AllocationNodes {
  readonly parents = new NumberColumn();
  readonly callFrames = new NumberColumn();
  readonly sizes = new NumberColumn();
  unsized = 0;
  private readonly open: OpenNode[] = [];
  private readonly functions: CallFrames;

  constructor(functions: CallFrames) {
    this.functions = functions;
  }

  /** Reads one key with its value, or one bracket; false when the tree is complete. */
  step(window: JsonWindow): boolean {
    const node = this.open.at(-1);
    if (node === undefined) {
      if (this.parents.length > 0) return false;
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
    const key = nextKey(window, nodeKeys, node.previousKey);
    if (key === noMoreKeys) {
      this.finishNode(window, node);
      return;
    }
    if (key === CHILDREN && nextByte(window) === 91) {
      window.pos += 1;
      node.inChildren = true;
      node.children = 0;
    } else if (key === CALL_FRAME && nextByte(window) === 123) {
      this.callFrames.set(node.index, readCallFrame(window, this.functions));
      node.named = true;
    } else if (key === SELF_SIZE && isNumber(nextByte(window))) {
      this.sizes.set(node.index, readNumber(window));
      node.sized = true;
    } else skipValue(window);
    node.previousKey = key;
  }

  private begin(parent: number): void {
    // Filled in when the keys come, which may be before or after the children.
    this.open.push({ index: this.parents.length, previousKey: firstKey, children: 0, inChildren: false, named: false, sized: false });
    this.parents.push(parent);
    this.callFrames.push(0);
    this.sizes.push(0);
  }

  private finishNode(window: JsonWindow, node: OpenNode): void {
    if (!node.named) throw window.error(`node ${node.index} has no callFrame`, window.pos, 'the profile is damaged: record it again');
    if (!node.sized) this.unsized += 1;
    this.open.pop();
  }
}

function isNumber(byte: number): boolean {
  return byte === 45 || (byte >= 48 && byte <= 57);
}

function readCallFrame(window: JsonWindow, callFrames: CallFrames): number {
  let name = '';
  let url = '';
  let line = -1;
  let column = -1;
  take(window, 123);
  for (let key = nextKey(window, frameKeys, firstKey); key !== noMoreKeys; key = nextKey(window, frameKeys, key)) {
    if (key === FUNCTION_NAME) name = readStringOr(window, '');
    else if (key === URL) url = readStringOr(window, '');
    else if (key === LINE) line = readNumberOr(window, -1);
    else if (key === COLUMN) column = readNumberOr(window, -1);
    else skipValue(window);
  }
  return callFrames.intern(name, url, line, column);
}
