import type { FrameTable } from '../model/frames.ts';
import type { StackProfile } from '../model/profile.ts';
import type { AllocationSite, AllocationSites } from '../model/report.ts';
import type { DisplayPaths } from './identity/display-paths.ts';
import { ownerOf } from './code-owner.ts';

interface Site {
  file: string;
  line: number;
  value: number;
  blocks: number;
}

/**
 * Allocation sites of a snapshot: the innermost frame of every stack, by line and by file, largest
 * first, as `tracemalloc`'s statistics('lineno') and ('filename') group them. `blocks` is the
 * snapshot's block count over the same stacks, or null.
 */
export function allocationSites(bytes: StackProfile, blocks: StackProfile | null, paths: DisplayPaths, top: number): AllocationSites {
  const byLine = new Map<string, Site>();
  const byFile = new Map<string, Site>();
  addSites(bytes, byLine, byFile, (site, weight) => (site.value += weight));
  if (blocks !== null) addSites(blocks, byLine, byFile, (site, weight) => (site.blocks += weight));
  const rows = (sites: Map<string, Site>): AllocationSite[] =>
    [...sites.values()]
      .sort((a, b) => b.value - a.value || (a.file < b.file ? -1 : a.file > b.file ? 1 : a.line - b.line))
      .slice(0, top > 0 ? top : undefined)
      .map(({ file, line, value, blocks: count }) => ({
        file: paths.place(file).path,
        line,
        value,
        blocks: blocks === null ? null : count,
        owner: ownerOf('', file, paths),
      }));
  return { byLine: rows(byLine), byFile: rows(byFile), lineCount: byLine.size, fileCount: byFile.size };
}

function addSites(profile: StackProfile, byLine: Map<string, Site>, byFile: Map<string, Site>, add: (site: Site, weight: number) => void): void {
  const weightOfFrame = leafWeights(profile);
  const { frames } = profile;
  for (let frame = 0; frame < frames.length; frame++) {
    const weight = weightOfFrame[frame] as number;
    if (Number.isNaN(weight)) continue;
    const file = fileOf(frames, frame);
    add(siteOf(byLine, `${file}\u0000${frames.line[frame] as number}`, file, frames.line[frame] as number), weight);
    add(siteOf(byFile, file, file, 0), weight);
  }
}

/** Weight per leaf frame, NaN for frames that are never a leaf. */
function leafWeights(profile: StackProfile): Float64Array {
  const { samples, stacks, frames } = profile;
  const weights = new Float64Array(frames.length).fill(NaN);
  for (let row = 0; row < samples.stack.length; row++) {
    const node = samples.stack[row] as number;
    if (node === 0) continue;
    const frame = stacks.frame[node] as number;
    const before = weights[frame] as number;
    weights[frame] = (Number.isNaN(before) ? 0 : before) + (samples.weight[row] as number);
  }
  return weights;
}

function fileOf(frames: FrameTable, frame: number): string {
  return frames.file[frame] as string;
}

function siteOf(sites: Map<string, Site>, key: string, file: string, line: number): Site {
  let site = sites.get(key);
  if (site === undefined) sites.set(key, (site = { file, line, value: 0, blocks: 0 }));
  return site;
}
