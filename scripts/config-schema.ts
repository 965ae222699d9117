import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { toJsonSchema } from '@valibot/to-json-schema';
import { configSchema } from '../src/config/schema.ts';
import { documentedKeys, type ConfigPath } from '../src/config/schema-walk.ts';

/*
 * Writes what is made from src/config/schema.ts: the JSON Schema of the configuration file, and the
 * tables of docs/configuration.md. Tests compare the files with what this makes.
 */

export const schemaPath = fileURLToPath(new URL('../schemas/config-v1.schema.json', import.meta.url));
export const docsPath = fileURLToPath(new URL('../docs/configuration.md', import.meta.url));

/** The text of schemas/config-v1.schema.json. */
export function schemaText(): string {
  const { $schema, ...rest } = toJsonSchema(configSchema, { target: 'draft-2020-12', typeMode: 'input' });
  // What error messages need is no keyword of JSON Schema.
  const withoutFacts = (key: string, value: unknown): unknown => (key === 'expects' ? undefined : value);
  return `${JSON.stringify({ $schema, $id: 'https://perf-report.dev/schemas/config-v1.schema.json', title: 'perf-report configuration, version 1', ...rest }, withoutFacts, 2)}\n`;
}

/** Tables by the name of their marker in the document. */
const tables: Readonly<Record<string, ConfigPath>> = { file: [], workload: ['workloads', 'sample'], gate: ['workloads', 'sample', 'gates', 0], retention: ['retention'] };

/** `document` with its tables made anew: what stands between `<!-- keys: name -->` and `<!-- end -->`. */
export function withTables(document: string): string {
  return document.replace(/(<!-- keys: (\w+) -->\n)[^]*?(<!-- end -->)/g, (_, start: string, name: string, end: string) => `${start}${tableOf(tables[name] ?? [])}${end}`);
}

function tableOf(path: ConfigPath): string {
  const rows = documentedKeys(path).map((key) => `| \`${key.key}\` | ${defaultOf(key)} | ${key.description.replaceAll('|', '\\|')} |\n`);
  return `| key | default | meaning |\n|---|---|---|\n${rows.join('')}`;
}

function defaultOf(key: { readonly required: boolean; readonly default: unknown }): string {
  if (key.required) return 'required';
  return key.default === undefined ? 'none' : `\`${String(key.default)}\``;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  writeFileSync(schemaPath, schemaText());
  writeFileSync(docsPath, withTables(readFileSync(docsPath, 'utf8')));
}
