import type { BuiltReport } from '../core/analysis/build-report-input.ts';
import type { FlameTree } from '../core/analysis/flame-tree.ts';
import type { Profile } from '../core/model/profile.ts';
import { embedSpeedscope, type TimeOrder } from '../exporters/embed-speedscope.ts';
import type { EmbedViewer } from './page-detail.ts';
import { pruneFlame } from './prune-flame.ts';

/** Makes the viewers' JSON of a report's profiles, in the detail that is asked for. */
export function viewerEmbedder({ model, flames, profiles, frameNames }: BuiltReport): EmbedViewer {
  const rows = new Map(model.profiles.map((row) => [row.id, row]));
  return (id, { timeOrder, pruneShare }) => {
    const tree = flames.get(id);
    const profile = profiles.get(id);
    const row = rows.get(id);
    if (tree === undefined || profile === undefined || row === undefined) return null;
    const drawn = pruneShare > tree.pruneShare ? pruneFlame(tree, pruneShare) : tree;
    const facts = { title: profile.title, unit: profile.unit, fileTitle: row.file, names: frameNames.get(id) ?? [] };
    return embedSpeedscope(drawn, facts, timeOrder ? timeOrderOf(profile, tree) : null);
  };
}

/** The order of time, where the profile has it and its frames are those of the tree. */
function timeOrderOf(profile: Profile, tree: FlameTree): TimeOrder | null {
  if (profile.shape !== 'stacks' || !profile.samples.timeOrdered || tree.frames.length < profile.frames.length) return null;
  return { stacks: profile.stacks, samples: profile.samples };
}
