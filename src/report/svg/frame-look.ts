import type { FlameTree } from '../../core/analysis/flame-tree.ts';
import { isWaiting } from '../../core/analysis/waiting.ts';
import type { CodeOwner, ReportProfile } from '../../core/model/report.ts';
import { formatPercent } from '../../core/units/percent.ts';
import { formatQuantity } from '../../core/units/quantity.ts';
import { fileName, placeOf } from '../view/place.ts';
import { heatOf, type BoxLook } from './palette.ts';

/** What a drawing needs to know about the nodes of one profile's tree. */
export interface FrameLooks {
  /** The function's name; "all" for the root. */
  name(node: number): string;
  /** File name without directories, for labels. */
  file(node: number): string;
  look(node: number): BoxLook;
  /** "name (file:line)" and the node's figures, for `<title>`. */
  title(node: number): string;
}

/**
 * Names and looks of a tree's nodes. Whose code a frame is comes from the profile's function table; a
 * function that is not listed there takes the owner of its file.
 */
export function frameLooks(profile: ReportProfile, tree: FlameTree): FrameLooks {
  const { frames } = tree;
  const all = tree.total[0] as number;
  const owners = knownOwners(profile);
  const scale = all === 0 ? 0 : profile.total / all;
  const frameOf = (node: number): number => tree.frame[node] as number;
  const name = (node: number): string => (node === 0 ? 'all' : (frames.name[frameOf(node)] ?? ''));
  const file = (node: number): string => (node === 0 ? '' : (frames.file[frameOf(node)] ?? ''));
  return {
    name,
    file: (node) => fileName(file(node)),
    look(node) {
      const self = tree.self[node] as number;
      const known = owners.get(`${file(node)}\u0000${name(node)}`);
      const owner = node === 0 ? 'own' : (known ?? owners.get(file(node)) ?? 'unknown');
      return { heat: node === 0 ? 0 : heatOf(self / all), owner, waiting: node !== 0 && isWaiting(name(node), owner !== 'own') };
    },
    title(node) {
      const total = tree.total[node] as number;
      const self = tree.self[node] as number;
      const place = node === 0 ? '' : placeOf(file(node), frames.line[frameOf(node)] ?? 0);
      const figures = `total ${formatQuantity(total * scale, profile.unit)}, self ${formatQuantity(self * scale, profile.unit)}, ${formatPercent(total / all)} of all`;
      return `${name(node)}${place === '' ? '' : ` (${place})`}\n${figures}`;
    },
  };
}

function knownOwners(profile: ReportProfile): Map<string, CodeOwner> {
  const owners = new Map<string, CodeOwner>();
  for (const row of profile.functions) {
    owners.set(`${row.file}\u0000${row.name}`, row.owner);
    if (row.file !== '') owners.set(row.file, row.owner);
  }
  return owners;
}
