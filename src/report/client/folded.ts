import { plainName, sampledProfile, wholeWeights, type SpeedscopeFile } from './sampled-profile.ts';

/** One line per stack, `root;…;leaf count`: what flamegraph.pl and inferno read. Times are in nanoseconds. */
export function toFolded(file: SpeedscopeFile): string {
  const profile = sampledProfile(file);
  const { weights } = wholeWeights(profile);
  // ";" parts frames and a line break parts stacks, so names cannot hold them.
  const names = file.shared.frames.map((frame) => plainName(frame).replace(/;/g, ':').replace(/[\r\n]+/g, ' '));
  const lines: string[] = [];
  profile.samples.forEach((stack, row) => {
    const weight = weights[row] ?? 0;
    if (weight !== 0) lines.push(`${stack.map((frame) => names[frame] ?? '(unknown)').join(';')} ${weight}\n`);
  });
  return lines.join('');
}
