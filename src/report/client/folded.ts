import { plainName, sampledProfile, wholeWeights, type SpeedscopeFile, type SpeedscopeFrame } from './sampled-profile.ts';

/** One line per stack, `root;…;leaf count`: what flamegraph.pl and inferno read. Times are in nanoseconds. */
export function toFolded(file: SpeedscopeFile): string {
  const profile = sampledProfile(file);
  const { weights } = wholeWeights(profile);
  const names = file.shared.frames.map(foldedName);
  const lines: string[] = [];
  profile.samples.forEach((stack, row) => {
    const weight = weights[row] ?? 0;
    if (weight !== 0) lines.push(`${stack.map((frame) => names[frame] ?? '(unknown)').join(';')} ${weight}\n`);
  });
  return lines.join('');
}

/** `name (file:line)`. ";" parts frames and a line break parts stacks, so no name may hold them. */
function foldedName(frame: SpeedscopeFrame): string {
  const name = plainName(frame);
  const text = frame.file === undefined || frame.file === '' ? name : `${name} (${frame.file}:${frame.line ?? 0})`;
  return text.replace(/;/g, '\uff1b').replace(/[\r\n]+/g, ' ');
}
