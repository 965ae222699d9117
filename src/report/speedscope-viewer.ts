/** What the viewer's page is made of: the files of the speedscope package and our own prelude. */
export interface ViewerParts {
  /** speedscope's bundle, a classic script. */
  readonly script: string;
  readonly css: string;
  /** The woff2 font of the stylesheet, or null to fall back to the system's monospace. */
  readonly fontBase64: string | null;
  /** Licence texts that travel with the copy. */
  readonly notices: string;
  /** The bundle of client/frame/prelude.ts: it must run before speedscope. */
  readonly prelude: string;
}

/**
 * Links that lead out of the report, and "Import": it stands two places before "Help", which alone
 * has something to be known by (class names are hashed). speedscope's own rules are all important.
 */
const hideOutsideLinks = `
a[href*="jlfwong/speedscope"],
a[href*="brendangregg.com"],
div:has(> a[href*="jlfwong/speedscope"]),
div:has(+ div + div > a[href*="jlfwong/speedscope"]) { display: none !important }
`;

/**
 * The speedscope page as one string for `iframe srcdoc`: it needs no file, no network and no storage.
 * Throws Error where the stylesheet still names a file (a speedscope version this was not made for).
 */
export function buildViewerHtml(parts: ViewerParts): string {
  return [
    '<!DOCTYPE html>',
    '<html lang="en"><head><meta charset="UTF-8"><title>speedscope</title>',
    '<link rel="icon" href="data:,">',
    `<script type="text/plain">${escapeScript(parts.notices)}</script>`,
    `<style>${escapeStyle(inlineFont(stripSourceMap(parts.css), parts.fontBase64))}${hideOutsideLinks}</style>`,
    '</head><body>',
    `<script>${escapeScript(parts.prelude)}</script>`,
    // speedscope puts its root before the body's last child, so its own script must be that child.
    `<script>${escapeScript(stripSourceMap(parts.script))}</script></body></html>`,
  ].join('\n');
}

/** The stylesheet with its one font as a data: URI, or without the font. */
function inlineFont(css: string, fontBase64: string | null): string {
  const inlined =
    fontBase64 === null
      ? css.replaceAll(/@font-face\s*\{[^}]*\}/g, '')
      : css.replaceAll(/url\((["']?)[^)"']*\.woff2\1\)/g, () => `url("data:font/woff2;base64,${fontBase64}")`);
  const outside = /url\((?!"data:)[^)]*\)/.exec(inlined);
  if (outside !== null) throw new Error(`the viewer's stylesheet names a file that is not inlined: ${outside[0]}`);
  return inlined;
}

/** Source maps are not shipped; the comment would make developer tools ask for them. */
function stripSourceMap(text: string): string {
  return text.replaceAll(/^\/[/*]# sourceMappingURL=.*$/gm, '');
}

/** A backslash before `/` or `!` changes nothing in a string or a regular expression. */
function escapeScript(text: string): string {
  return text.replaceAll(/<(?=\/script|!--)/gi, '<\\');
}

function escapeStyle(text: string): string {
  return text.replaceAll(/<(?=\/style)/gi, '<\\');
}
