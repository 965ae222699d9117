import { Script } from 'node:vm';
import { expect } from 'chai';
import { buildViewerHtml, type ViewerParts } from '../../src/report/speedscope-viewer.ts';

const parts: ViewerParts = {
  script: '(()=>{globalThis.ran="<i>"})();\n//# sourceMappingURL=speedscope-AAAA.js.map\n',
  css: '@font-face{font-family:Source Code Pro;src:url("./SourceCodePro-Regular.ttf-AAAA.woff2") format("woff2")}body{margin:0}\n/*# sourceMappingURL=speedscope-AAAA.css.map */\n',
  fontBase64: 'AAECAw==',
  notices: 'MIT License',
  prelude: 'globalThis.first=1',
};

/** Contents of the page's scripts that run, in order, cut where a browser would cut them. */
function scriptsOf(html: string): string[] {
  return [...html.matchAll(/<script>([\s\S]*?)<\/script/gi)].map((match) => match[1] ?? '');
}

describe('buildViewerHtml', () => {
  it('runs the prelude before speedscope and ends the body with its script', () => {
    const html = buildViewerHtml(parts);
    expect(scriptsOf(html).map((script) => script.trim())).to.deep.equal(['globalThis.first=1', '(()=>{globalThis.ran="<i>"})();']);
    expect(html).to.match(/<\/script><\/body><\/html>$/);
  });

  it('names no file: font and icon are data, source map comments are gone', () => {
    const html = buildViewerHtml(parts);
    expect(html).to.include('url("data:font/woff2;base64,AAECAw==") format("woff2")');
    expect(html).to.include('<link rel="icon" href="data:,">');
    expect(html).not.to.match(/sourceMappingURL|\.woff2"|<link rel="stylesheet|src="/);
  });

  it('leaves the font out when it gets none', () => {
    const html = buildViewerHtml({ ...parts, fontBase64: null });
    expect(html).not.to.include('@font-face');
    expect(html).to.include('body{margin:0}');
  });

  it('refuses a stylesheet that names another file', () => {
    expect(() => buildViewerHtml({ ...parts, css: 'body{background:url(bg.png)}' })).to.throw('url(bg.png)');
  });

  it('keeps texts that would end or comment out a script, with the same meaning', () => {
    const text = '</script><!-- </SCRIPT $& $1';
    const html = buildViewerHtml({ ...parts, script: `globalThis.text=${JSON.stringify(text)}`, notices: '</script><b>' });
    const [, script = ''] = scriptsOf(html);
    const sandbox: { text?: string } = {};
    new Script(script).runInNewContext(Object.assign(sandbox, { globalThis: sandbox }));
    expect(sandbox.text).to.equal(text);
    expect(html).not.to.include('<!-- ');
    expect(html).not.to.include('</script><b>');
  });

  it('hides what leads out of the report', () => {
    expect(buildViewerHtml(parts)).to.include('a[href*="jlfwong/speedscope"]');
  });
});
