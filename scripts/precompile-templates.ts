import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Handlebars from 'handlebars';

const folder = fileURLToPath(new URL('../templates', import.meta.url));

/** The page's templates compiled: a JavaScript expression whose value is a PageTemplates of src/report/render-input.ts. */
export function precompileTemplates(): string {
  const partials = readdirSync(join(folder, 'partials')).filter((file) => file.endsWith('.hbs')).sort();
  const members = partials.map((file) => `${JSON.stringify(basename(file, '.hbs'))}: ${precompile(join('partials', file))}`);
  return `{ page: ${precompile('report.hbs')}, partials: { ${members.join(',\n')} } }`;
}

/** Names that the view does not have are errors, and no helper but the built-in ones is looked for. */
function precompile(file: string): string {
  return String(Handlebars.precompile(readFileSync(join(folder, file), 'utf8'), { strict: true, preventIndent: true, knownHelpersOnly: true }));
}
