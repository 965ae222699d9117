/** Bytes of a `<script type="application/octet-stream">`; null where the page does not carry it. */
export function packedPayload(id: string): Uint8Array<ArrayBuffer> | null {
  const holder = document.getElementById(id);
  if (!(holder instanceof HTMLScriptElement)) return null;
  const text = atob(holder.textContent.trim());
  const bytes = new Uint8Array(text.length);
  for (let index = 0; index < text.length; index += 1) bytes[index] = text.charCodeAt(index);
  return bytes;
}

/** The text of a gzip payload; throws where the browser cannot inflate or the payload is damaged. */
export async function inflateText(packed: Uint8Array<ArrayBuffer>): Promise<string> {
  if (typeof DecompressionStream === 'undefined') throw new Error('this browser is too old to unpack the data (DecompressionStream is missing)');
  return new Response(new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip'))).text();
}

/** gzip of `bytes`. */
export async function deflate(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream('gzip'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

/** Name of a profile's payload, as files and the viewer call it. */
export function payloadName(profile: string): string {
  return document.getElementById(payloadId(profile))?.dataset['name'] ?? `${profile}.speedscope.json`;
}

export function payloadId(profile: string): string {
  return `profile-${profile}`;
}
