import Handlebars from 'handlebars';
import type { ReportAssets } from './render-input.ts';
import type { PageView } from './view/page.ts';

/**
 * Compiles the page's templates. Every `{{value}}` is escaped; only markup that the views made
 * themselves goes in as `{{{…Html}}}`. Unknown names in a template are errors, not blanks.
 */
export function compilePage(assets: Pick<ReportAssets, 'page' | 'partials'>): (view: PageView) => string {
  const handlebars = Handlebars.create();
  const options = { strict: true, preventIndent: true, knownHelpersOnly: true } as const;
  for (const [name, source] of Object.entries(assets.partials)) handlebars.registerPartial(name, handlebars.compile(source, options));
  return handlebars.compile<PageView>(assets.page, options);
}
