import { firstKey, KeySet, nextKey, noMoreKeys } from '../shared/json-keys.ts';
import { readNumberOr, readStringOr, skipValue } from '../shared/json-skip.ts';
import { nextByte, nextElement, take } from '../shared/json-tokens.ts';
import type { JsonWindow } from '../shared/json-window.ts';
import type { CallFrames } from './call-frames.ts';
import type { NodeTable } from './node-table.ts';
import { position } from './parse-call-frame.ts';
import { checkId, countOf, readTick } from './read-nodes.ts';

const keys = new KeySet(['functionName', 'url', 'lineNumber', 'columnNumber', 'id', 'hitCount', 'children', 'lineTicks']);
const [NAME, URL, LINE, COLUMN, ID, HIT_COUNT, CHILDREN, TICKS] = [0, 1, 2, 3, 4, 5, 6, 7];

/** Nodes that may be open at once; V8 itself stops near 12,000 calls. */
const maxOpenNodes = 1_000_000;

/** A node whose `}` has not come yet. */
interface OpenNode {
  readonly index: number;
  name: string;
  url: string;
  line: number;
  column: number;
  id: number;
  hitCount: number;
  previousKey: number;
  children: number;
  inChildren: boolean;
}

/**
 * Reads the `head` tree of the old form (Node up to 10, v8-profiler): nodes nested in `children`, to
 * any depth and with keys in any order, so open nodes wait on a stack of our own. Lines are 1-based
 * in this form. Gives the index of each node's parent, -1 for the root. Throws InputError past
 * a million levels.
 */
export async function readHead(window: JsonWindow, nodes: NodeTable, callFrames: CallFrames): Promise<Int32Array> {
  nodes.clear();
  const reader = new HeadReader(nodes, callFrames);
  await window.run(() => {
    while (reader.step(window)) window.commit();
  });
  return Int32Array.from(reader.parents);
}

class HeadReader {
  private readonly open: OpenNode[] = [];
  private readonly nodes: NodeTable;
  private readonly callFrames: CallFrames;
  readonly parents: number[] = [];

  constructor(nodes: NodeTable, callFrames: CallFrames) {
    this.nodes = nodes;
    this.callFrames = callFrames;
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
      node.children = 0;
    } else this.readField(window, node, key);
    node.previousKey = key;
  }

  private readField(window: JsonWindow, node: OpenNode, key: number): void {
    if (key === NAME) node.name = readStringOr(window, '');
    else if (key === URL) node.url = readStringOr(window, '');
    else if (key === LINE) node.line = readNumberOr(window, 0);
    else if (key === COLUMN) node.column = readNumberOr(window, 0);
    else if (key === ID) node.id = readNumberOr(window, -1);
    else if (key === HIT_COUNT) node.hitCount = readNumberOr(window, 0);
    else if (key === TICKS) this.readTicks(window, node);
    else skipValue(window);
  }

  private readTicks(window: JsonWindow, node: OpenNode): void {
    if (nextByte(window) !== 91) {
      skipValue(window);
      return;
    }
    window.pos += 1;
    const ticks: { line: number; ticks: number }[] = [];
    for (let first = true; nextElement(window, first); first = false) ticks.push(readTick(window));
    for (const tick of ticks) if (tick.line > 0 && tick.ticks > 0) this.nodes.addTick(tick.line, tick.ticks, node.index);
  }

  private begin(parent: number): void {
    const { nodes } = this;
    // Set when the node ends: its keys may stand before or after its children.
    const index = nodes.add(0, 0, 0, -1);
    this.parents.push(parent);
    this.open.push({ index, name: '', url: '', line: 0, column: 0, id: -1, hitCount: 0, previousKey: firstKey, children: 0, inChildren: false });
  }

  private finishNode(window: JsonWindow, node: OpenNode): void {
    checkId(window, node.id, node.index, window.pos);
    const callFrame = this.callFrames.intern(node.name, node.url, position(node.line), position(node.column));
    this.nodes.set(node.index, node.id, callFrame, countOf(node.hitCount));
    this.open.pop();
  }
}
