import { firstKey, KeySet } from '../shared/json-keys.ts';
import { NestedNodeReader, type OpenNode } from '../shared/json-nested-nodes.ts';
import { NumberColumn } from '../shared/json-number-column.ts';
import { skipValue } from '../shared/json-skip.ts';
import { nextByte, readNumber } from '../shared/json-tokens.ts';
import type { JsonWindow } from '../shared/json-window.ts';
import { readCallFrame } from '../shared/v8-call-frame-json.ts';
import type { CallFrames } from '../shared/v8-call-frames.ts';

const nodeKeys = new KeySet(['callFrame', 'selfSize', 'id', 'children']);
const [CALL_FRAME, SELF_SIZE, , CHILDREN] = [0, 1, 2, 3];

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

interface AllocationNode extends OpenNode {
  named: boolean;
  sized: boolean;
}

/**
 * Reads the `head` tree: nodes nested in `children`. Throws InputError past a million levels and for
 * a node without a function.
 */
export async function readHead(window: JsonWindow, callFrames: CallFrames): Promise<AllocationNodes> {
  const reader = new HeadReader(callFrames);
  await reader.read(window);
  return reader;
}

class HeadReader extends NestedNodeReader<AllocationNode> implements AllocationNodes {
  readonly parents = new NumberColumn();
  readonly callFrames = new NumberColumn();
  readonly sizes = new NumberColumn();
  unsized = 0;
  private readonly functions: CallFrames;

  constructor(functions: CallFrames) {
    super(nodeKeys, CHILDREN);
    this.functions = functions;
  }

  protected readField(window: JsonWindow, node: AllocationNode, key: number): void {
    if (key === CALL_FRAME && nextByte(window) === 123) {
      this.callFrames.set(node.index, readCallFrame(window, this.functions));
      node.named = true;
    } else if (key === SELF_SIZE && isNumber(nextByte(window))) {
      this.sizes.set(node.index, readNumber(window));
      node.sized = true;
    } else skipValue(window);
  }

  protected begin(parent: number): AllocationNode {
    const index = this.parents.length;
    // The others are filled in when their keys come.
    this.parents.push(parent);
    this.callFrames.push(0);
    this.sizes.push(0);
    return { index, previousKey: firstKey, inChildren: false, noChildYet: true, named: false, sized: false };
  }

  protected finishNode(window: JsonWindow, node: AllocationNode): void {
    if (!node.named) throw window.error(`node ${node.index} has no callFrame`, window.pos, 'the profile is damaged: record it again');
    if (!node.sized) this.unsized += 1;
  }
}

function isNumber(byte: number): boolean {
  return byte === 45 || (byte >= 48 && byte <= 57);
}
