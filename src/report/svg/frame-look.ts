import type { FlameTree } from '../../core/analysis/flame-tree.ts';
import { isWaiting } from '../../core/analysis/waiting.ts';
import type { CodeOwner, ReportProfile } from '../../core/model/report.ts';
import { formatPercent } from '../../core/units/percent.ts';
import { formatQuantity } from '../../core/units/quantity.ts';
import { fileName, nameWithPlace } from '../view/place.ts';
import { heatStepsOf } from './heat-scale.ts';
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
  const steps = heatStepsOf(profile);
  const kinds = new Map<number, Pick<BoxLook, 'owner' | 'waiting'>>();
  const scale = all === 0 ? 0 : profile.total / all;
  const frameOf = (node: number): number => tree.frame[node] as number;
  const name = (node: number): string => (node === 0 ? 'all' : (frames.name[frameOf(node)] ?? ''));
  const file = (node: number): string => shownFile(node === 0 ? '' : (frames.file[frameOf(node)] ?? ''));
  return {
    name,
    file(node) {
      const short = fileName(file(node));
      // Lines of a snapshot are named after their file already.
      return name(node).startsWith(short) ? '' : short;
    },
    look(node) {
      if (node === 0) return { heat: 0, owner: 'own', waiting: false };
      const heat = heatOf((tree.self[node] as number) / all, steps);
      const known = kinds.get(frameOf(node));
      if (known !== undefined) return { heat, ...known };
      const owner: BoxLook['owner'] = owners.get(`${file(node)}\u0000${name(node)}`) ?? owners.get(file(node)) ?? 'unknown';
      const kind: Pick<BoxLook, 'owner' | 'waiting'> = { owner, waiting: isWaiting(name(node), owner !== 'own') };
      kinds.set(frameOf(node), kind);
      return { heat, ...kind };
    },
    title(node) {
      const total = tree.total[node] as number;
      const self = tree.self[node] as number;
      const line = node === 0 ? 0 : (frames.line[frameOf(node)] ?? 0);
      const figures = `total ${formatQuantity(total * scale, profile.unit)}, self ${formatQuantity(self * scale, profile.unit)}, ${formatPercent(total / all)} of all`;
      return `${nameWithPlace({ name: name(node), file: file(node), line })}\n${figures}`;
    },
  };
}

/** cProfile writes ~ where a builtin has no file. */
function shownFile(file: string): string {
  return file === '~' ? '' : file;
}

function knownOwners(profile: ReportProfile): Map<string, CodeOwner> {
  const owners = new Map<string, CodeOwner>();
  for (const row of profile.functions) {
    owners.set(`${row.file}\u0000${row.name}`, row.owner);
    if (row.file !== '') owners.set(row.file, row.owner);
  }
  return owners;
}
