import { weighNodes } from '../core/analysis/stack-walk.ts';
import { UserError } from '../core/errors.ts';
import type { ProfileSet, StackProfile } from '../core/model/profile.ts';
import type { Exporter } from './exporter.ts';
import { foldedFrame, plainDecimal } from './folded/text.ts';
import { checkOutputSize } from './output-size.ts';
import { stackProfileOf } from './stack-profile-of.ts';
import { StackPaths, tokensOf } from './stack-paths.ts';

const SEMICOLON = 0x3b;
const SPACE = 0x20;
const NEWLINE = 0x0a;
const noFrames = Buffer.from('(no frames)');

/**
 * Folded stacks of the set's default profile: `root;leaf weight` a line, one line per stack. Weights
 * are exact decimals in the profile's unit, signed. Kind and unit stand in two comment lines, which
 * our importer reads and others skip, unless they are samples.
 */
export const foldedExporter: Exporter = {
  id: 'folded',
  title: 'Folded stacks (collapsed)',
  extension: 'folded',
  gzip: false,
  oneProfile: true,
  write: writeFolded,
};

function writeFolded(set: ProfileSet): Uint8Array {
  const chosen = set.profiles[set.defaultProfile];
  if (chosen === undefined) throw new UserError('there is no profile to convert');
  const profile = stackProfileOf(chosen);
  const { frames, stacks } = profile;
  const weights = weighNodes(stacks, profile.samples).self;
  const header = Buffer.from(headerOf(profile));
  const names = frames.name.map((name, frame) => foldedFrame(name, frames.file[frame] as string, frames.line[frame] as number));
  checkOutputSize(names.reduce((sum, name) => sum + name.length, 0), 'folded output', frames.length);
  const paths = new StackPaths(stacks, tokensOf(names), SEMICOLON);
  const counts: string[] = [];
  let size = header.length;
  for (let node = 0; node < stacks.length; node++) {
    const weight = weights[node] as number;
    if (weight === 0) continue;
    const count = plainDecimal(weight);
    counts.push(count);
    size += (node === 0 ? noFrames.length : paths.lengthOf(node)) + count.length + 2;
  }
  checkOutputSize(size, 'folded output', stacks.length);
  const bytes = Buffer.allocUnsafe(size);
  let at = header.copy(bytes);
  for (let node = 0, row = 0; node < stacks.length; node++) {
    if (weights[node] === 0) continue;
    if (node === 0) at += noFrames.copy(bytes, at);
    else at = paths.write(node, bytes, at);
    bytes[at++] = SPACE;
    at += bytes.write(counts[row++] as string, at, 'latin1');
    bytes[at++] = NEWLINE;
  }
  return bytes;
}

function headerOf(profile: StackProfile): string {
  if (profile.kind === 'samples' && profile.unit === 'count') return '';
  return `# kind: ${profile.kind}\n# unit: ${profile.unit}\n`;
}
