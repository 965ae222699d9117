/** The page as a reader without script gets it: no script and style elements, no tags, entities decoded. */
export function visibleText(html: string): string {
  return decodeEntities(withoutScripts(html).replace(/<[^>]*>/g, ''));
}

/** The page's markup without script and style elements. */
export function withoutScripts(html: string): string {
  return html.replace(/<script\b[^>]*>[\s\S]*?<\/script>/g, '').replace(/<style>[\s\S]*?<\/style>/g, '');
}

/** Decodes what the renderer's escapers write. */
export function decodeEntities(text: string): string {
  const named: Record<string, string> = { lt: '<', gt: '>', quot: '"', amp: '&' };
  return text.replace(/&(?:#x([0-9A-Fa-f]+)|#(\d+)|(lt|gt|quot|amp));/g, (_, hex?: string, dec?: string, name?: string) =>
    name === undefined ? String.fromCodePoint(hex === undefined ? Number(dec) : parseInt(hex, 16)) : (named[name] ?? ''),
  );
}

/** Content of the script element with this id. */
export function scriptContent(html: string, id: string): string {
  return new RegExp(`<script[^>]* id="${id}"[^>]*>([\\s\\S]*?)</script>`).exec(html)?.[1] ?? '';
}
