import { firstKey, KeySet } from '../shared/json-keys.ts';
import { NestedNodeReader, type OpenNode } from '../shared/json-nested-nodes.ts';
import { readNumberOr, readStringOr, skipValue } from '../shared/json-skip.ts';
import { nextByte, nextElement } from '../shared/json-tokens.ts';
import type { JsonWindow } from '../shared/json-window.ts';
import { position } from '../shared/source-position.ts';
import type { CallFrames } from '../shared/v8-call-frames.ts';
import type { NodeTable } from './node-table.ts';
import { checkId, countOf, readTick } from './read-nodes.ts';

const keys = new KeySet(['functionName', 'url', 'lineNumber', 'columnNumber', 'id', 'hitCount', 'children', 'lineTicks']);
const [NAME, URL, LINE, COLUMN, ID, HIT_COUNT, CHILDREN, TICKS] = [0, 1, 2, 3, 4, 5, 6, 7];

interface OldNode extends OpenNode {
  name: string;
  url: string;
  line: number;
  column: number;
  id: number;
  hitCount: number;
}

/**
 * Reads the `head` tree of the old form (Node up to 10, v8-profiler): nodes nested in `children`.
 * Lines are 1-based in this form. Gives the index of each node's parent, -1 for the root. Throws
 * InputError past a million levels and for an id that V8 cannot have given.
 */
export async function readHead(window: JsonWindow, nodes: NodeTable, callFrames: CallFrames): Promise<Int32Array> {
  nodes.clear();
  const reader = new HeadReader(nodes, callFrames);
  await reader.read(window);
  return Int32Array.from(reader.parents);
}

class HeadReader extends NestedNodeReader<OldNode> {
  private readonly nodes: NodeTable;
  private readonly callFrames: CallFrames;
  readonly parents: number[] = [];

  constructor(nodes: NodeTable, callFrames: CallFrames) {
    super(keys, CHILDREN);
    this.nodes = nodes;
    this.callFrames = callFrames;
  }

  protected readField(window: JsonWindow, node: OldNode, key: number): void {
    if (key === NAME) node.name = readStringOr(window, '');
    else if (key === URL) node.url = readStringOr(window, '');
    else if (key === LINE) node.line = readNumberOr(window, 0);
    else if (key === COLUMN) node.column = readNumberOr(window, 0);
    else if (key === ID) node.id = readNumberOr(window, -1);
    else if (key === HIT_COUNT) node.hitCount = readNumberOr(window, 0);
    else if (key === TICKS) this.readTicks(window, node);
    else skipValue(window);
  }

  private readTicks(window: JsonWindow, node: OldNode): void {
    if (nextByte(window) !== 91) {
      skipValue(window);
      return;
    }
    window.pos += 1;
    const ticks: { line: number; ticks: number }[] = [];
    for (let first = true; nextElement(window, first); first = false) ticks.push(readTick(window));
    for (const tick of ticks) if (tick.line > 0 && tick.ticks > 0) this.nodes.addTick(tick.line, tick.ticks, node.index);
  }

  protected begin(parent: number): OldNode {
    const { nodes } = this;
    // Set when the node ends.
    const index = nodes.add(0, 0, 0, -1);
    this.parents.push(parent);
    return { index, previousKey: firstKey, inChildren: false, noChildYet: true, name: '', url: '', line: 0, column: 0, id: -1, hitCount: 0 };
  }

  protected finishNode(window: JsonWindow, node: OldNode): void {
    checkId(window, node.id, node.index, window.pos);
    const callFrame = this.callFrames.intern(node.name, node.url, position(node.line), position(node.column));
    this.nodes.set(node.index, node.id, callFrame, countOf(node.hitCount));
  }
}
