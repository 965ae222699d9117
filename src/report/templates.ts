import type Handlebars from 'handlebars';
import * as runtimeModule from 'handlebars/runtime.js';
import type { PageTemplates } from './render-input.ts';
import type { PageView } from './view/page.ts';

// The runtime's own declarations are empty; it is handlebars without its compiler, which takes longer to load than the page to render.
const runtime = (runtimeModule as unknown as { readonly default: typeof Handlebars }).default;

/**
 * Makes the page's renderer of its compiled templates. Every `{{value}}` is escaped; only markup that
 * the views made themselves goes in as `{{{…Html}}}`. Unknown names in a template are errors, not blanks.
 */
export function pageRenderer({ page, partials }: PageTemplates): (view: PageView) => string {
  const handlebars = runtime.create();
  for (const [name, compiled] of Object.entries(partials)) handlebars.registerPartial(name, handlebars.template(compiled as TemplateSpecification));
  return handlebars.template<PageView>(page as TemplateSpecification);
}
