import { element } from './dom.ts';
import { toFolded } from './folded.ts';
import { deflate, inflateText, packedPayload, payloadId, payloadName } from './payload.ts';
import { toPprof } from './pprof.ts';
import type { SpeedscopeFile } from './sampled-profile.ts';

export interface Download {
  readonly label: string;
  readonly extension: string;
  readonly type: string;
  /** File content from the profile's speedscope JSON. */
  make(json: string): BlobPart | Promise<BlobPart>;
}

export const downloads: readonly Download[] = [
  { label: 'speedscope JSON', extension: 'speedscope.json', type: 'application/json', make: (json) => json },
  { label: 'folded stacks', extension: 'folded', type: 'text/plain', make: (json) => toFolded(JSON.parse(json) as SpeedscopeFile) },
  { label: 'pprof', extension: 'pb.gz', type: 'application/gzip', make: (json) => deflate(toPprof(JSON.parse(json) as SpeedscopeFile)) },
];

/** Hands a profile of this page to the reader as a file. Throws where the page does not carry it. */
export async function saveProfile(profile: string, download: Download): Promise<void> {
  const packed = packedPayload(payloadId(profile));
  if (packed === null) throw new Error('the profile was left out of this page to keep it small');
  const content = await download.make(await inflateText(packed));
  const address = URL.createObjectURL(new Blob([content], { type: download.type }));
  const name = `${payloadName(profile).replace(/\.speedscope\.json$/, '')}.${download.extension}`;
  element('a', { href: address, download: name }).click();
  // The browser reads the address after the click has returned.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}
