import { type KeySet, nextKey, noMoreKeys } from './json-keys.ts';
import { nextByte, nextElement, take } from './json-tokens.ts';
import type { JsonWindow } from './json-window.ts';

/** Nodes that may be open at once; V8 itself stops near 12,000 calls and Python near 1,000. */
const maxOpenNodes = 1_000_000;

/** A node whose `}` has not come yet; a format adds the values that it collects until then. */
export interface OpenNode {
  /** Number of the node in the file's order. */
  readonly index: number;
  /** The key that was read last; `firstKey` at first. */
  previousKey: number;
  /** True between the brackets of a list of children. */
  inChildren: boolean;
  /** True until the list that is being read has a child. */
  noChildYet: boolean;
}

/**
 * Reads a tree of JSON objects that nest in a list of `children`, to any depth and with keys in any
 * order: no recursion, open nodes wait on a stack. What a node is made of is said by the subclass.
 */
export abstract class NestedNodeReader<Node extends OpenNode> {
  protected readonly open: Node[] = [];
  private started = false;
  private readonly keys: KeySet;
  private readonly childrenKey: number;

  /** `childrenKey` is the number of the key in `keys` whose list holds the children. */
  constructor(keys: KeySet, childrenKey: number) {
    this.keys = keys;
    this.childrenKey = childrenKey;
  }

  /** Reads the whole tree, from its root's `{` on. Throws InputError past a million levels. */
  async read(window: JsonWindow): Promise<void> {
    await window.run(() => {
      while (this.step(window)) window.commit();
    });
  }

  /** A node below the node `parent`, -1 for the root. Its keys may stand before or after its children. */
  protected abstract begin(parent: number): Node;

  /** Reads the value of a key, `unknownKey` included; a list of children never comes here. May be called again from the value's start. */
  protected abstract readField(window: JsonWindow, node: Node, key: number): void;

  /** Takes a complete node, which is no longer open; its parent, if any, is the last of `open`. */
  protected abstract finishNode(window: JsonWindow, node: Node): void;

  /** Reads one key with its value, or one bracket; false when the tree is complete. */
  private step(window: JsonWindow): boolean {
    const node = this.open.at(-1);
    if (node === undefined) {
      if (this.started) return false;
      take(window, 123);
      this.started = true;
      this.open.push(this.begin(-1));
    } else if (node.inChildren) this.stepChild(window, node);
    else this.stepKey(window, node);
    return true;
  }

  private stepChild(window: JsonWindow, node: Node): void {
    if (!nextElement(window, node.noChildYet)) {
      node.inChildren = false;
      return;
    }
    take(window, 123);
    if (this.open.length === maxOpenNodes) throw window.error(`calls nest deeper than ${maxOpenNodes}`, window.pos, 'is this really a profile?');
    node.noChildYet = false;
    this.open.push(this.begin(node.index));
  }

  private stepKey(window: JsonWindow, node: Node): void {
    const key = nextKey(window, this.keys, node.previousKey);
    if (key === noMoreKeys) {
      this.open.pop();
      this.finishNode(window, node);
      return;
    }
    if (key === this.childrenKey && nextByte(window) === 91) {
      window.pos += 1;
      node.inChildren = true;
      node.noChildYet = true;
    } else this.readField(window, node, key);
    node.previousKey = key;
  }
}
