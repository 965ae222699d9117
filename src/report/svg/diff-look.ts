import type { DiffTree } from '../../core/analysis/compare/diff-tree.ts';
import type { CodeOwner } from '../../core/model/code-owner.ts';
import type { FunctionChange, ProfileComparison } from '../../core/model/comparison.ts';
import { formatCount } from '../../core/units/count.ts';
import { formatPercent } from '../../core/units/percent.ts';
import { formatQuantity } from '../../core/units/quantity.ts';
import { fileName, nameWithPlace } from '../view/place.ts';
import { arrowOf, diffReference, diffStep } from './diff-scale.ts';
import { shortName } from './label.ts';

/** What a differential drawing needs to know about the nodes of one tree, whose values are in the comparison's unit. */
export interface DiffLooks {
  /** The change of the whole that colours are shares of. */
  readonly reference: number;
  name(node: number): string;
  /** What a label shows: the arrow of a change that counts, and the name. */
  label(node: number): string;
  /** What follows the name where there is room: the self change that counts, or the file. */
  detail(node: number): string;
  own(node: number): boolean;
  /** Step of the self change, see diff-scale.ts. */
  step(node: number): number;
  /** False for what has no colour whatever its change: rests, and changes within what runs of one side differ by. */
  judged(node: number): boolean;
  /** True where the head has a call that the base certainly did not have, or only below what was pruned there. */
  fresh(node: number): boolean;
  title(node: number): string;
}

export function diffLooks(comparison: ProfileComparison, tree: DiffTree): DiffLooks {
  const { frames, self, total, hidden } = tree;
  const { unit } = comparison;
  const reference = diffReference(total.base[0] ?? 0, total.head[0] ?? 0);
  const known = knownChanges(comparison);
  const owners = knownOwners(comparison);
  const at = (column: Float64Array, node: number): number => column[node] as number;
  const frameOf = (node: number): number => tree.frame[node] as number;
  const name = (node: number): string => (node === 0 ? 'all' : (frames.name[frameOf(node)] ?? ''));
  const file = (node: number): string => (node === 0 || frames.file[frameOf(node)] === '~' ? '' : (frames.file[frameOf(node)] ?? ''));
  const changeOf = (node: number): FunctionChange | undefined => known.get(keyOf(file(node), name(node)));
  const severalRuns = comparison.baseFiles.length > 1 && comparison.headFiles.length > 1;
  const judged = (node: number): boolean => {
    if (node === 0 || tree.rest[node] === 1) return false;
    const change = changeOf(node);
    return !(severalRuns && change !== undefined && change.z !== null && !change.significant);
  };
  const step = (node: number): number => (judged(node) ? diffStep(certainChange(tree, node), reference) : 0);
  const pair = (base: number, head: number): string => {
    const change = head - base;
    const size = change === 0 ? '' : ` ${signed(change, formatQuantity(Math.abs(change), unit))}`;
    return `${formatQuantity(base, unit)} → ${formatQuantity(head, unit)} ${arrowOf(change)}${size}`;
  };
  return {
    reference,
    name,
    judged,
    step,
    label: (node) => (step(node) === 0 ? shortName(name(node)) : `${arrowOf(step(node))} ${shortName(name(node))}`),
    detail(node) {
      if (step(node) !== 0) {
        const change = at(self.head, node) - at(self.base, node);
        return signed(change, formatQuantity(Math.abs(change), unit));
      }
      const short = fileName(file(node));
      return name(node).startsWith(short) ? '' : short;
    },
    own: (node) => node === 0 || (owners.get(keyOf(file(node), name(node))) ?? owners.get(file(node))) === 'own',
    fresh: (node) => node > 0 && tree.rest[node] === 0 && at(total.base, node) === 0 && at(total.head, node) > at(hidden.base, node),
    title(node) {
      const lines = [nameWithPlace({ name: name(node), file: file(node), line: node === 0 ? 0 : (frames.line[frameOf(node)] ?? 0) })];
      lines.push(`self ${pair(at(self.base, node), at(self.head, node))}`);
      const shares = `${formatPercent(at(total.base, node) / at(total.base, 0))} → ${formatPercent(at(total.head, node) / at(total.head, 0))} of all`;
      lines.push(`total ${pair(at(total.base, node), at(total.head, node))}, ${shares}`);
      const change = changeOf(node);
      const { callsBase = null, callsHead = null } = change ?? {};
      if (callsBase !== null && callsHead !== null) lines.push(`calls of the function ${formatCount(callsBase)} → ${formatCount(callsHead)}`);
      if (tree.rest[node] === 1) lines.push('calls too small or too deep to be drawn; not the same ones on both sides');
      for (const [side, word] of [['base', 'before'], ['head', 'now']] as const) {
        const bound = at(hidden[side], node);
        if (bound > 0) lines.push(`${word} not there, or below ${formatQuantity(bound, unit)} and drawn as (pruned)`);
      }
      if (!judged(node) && node > 0 && tree.rest[node] === 0) lines.push('within what runs of one side differ by');
      return lines.join('\n');
    },
  };
}

/** The self change as far as it is certain: what may be hidden in a pruned rest is taken off. */
export function certainChange(tree: DiffTree, node: number): number {
  const change = (tree.self.head[node] as number) - (tree.self.base[node] as number);
  const unsure = (tree.hidden.base[node] as number) + (tree.hidden.head[node] as number);
  return Math.sign(change) * Math.max(0, Math.abs(change) - unsure);
}

function signed(change: number, size: string): string {
  return `${change < 0 ? '\u2212' : '+'}${size}`;
}

function keyOf(file: string, name: string): string {
  return `${file === '~' ? '' : file}\u0000${name}`;
}

function knownChanges(comparison: ProfileComparison): Map<string, FunctionChange> {
  const changes = new Map<string, FunctionChange>();
  for (const change of [...comparison.worse, ...comparison.better]) {
    changes.set(keyOf(change.file, change.name), change);
    if (change.before !== null) changes.set(keyOf(change.before.file, change.before.name), change);
  }
  return changes;
}

/** Whose code functions are, and by file for those that are not listed. */
function knownOwners(comparison: ProfileComparison): Map<string, CodeOwner> {
  const owners = new Map<string, CodeOwner>();
  for (const change of [...comparison.worse, ...comparison.better]) {
    owners.set(keyOf(change.file, change.name), change.owner);
    if (change.file !== '') owners.set(change.file, change.owner);
  }
  return owners;
}
