import { getDefault, getDescription, getMetadata, type GenericSchema } from 'valibot';
import { configSchema, type KeyFacts } from './schema.ts';

/** The parts of valibot's schemas that the configuration is made of. */
interface SchemaParts {
  readonly entries?: Readonly<Record<string, GenericSchema>>;
  readonly wrapped?: GenericSchema;
  readonly value?: GenericSchema;
  readonly item?: GenericSchema;
  readonly options?: readonly GenericSchema[];
}

export type ConfigPath = readonly (string | number)[];

function partsOf(schema: GenericSchema): SchemaParts {
  return schema as GenericSchema & SchemaParts;
}

/** The schema of the value at `path`; null where there is no such key. */
function schemaAt(path: ConfigPath): GenericSchema | null {
  let schema: GenericSchema = configSchema;
  for (const key of path) {
    const { entries, value, item, options } = partsOf(schema);
    const listed = item ?? options?.map((option) => partsOf(option).item).find((each) => each !== undefined);
    const next = listed ?? value ?? (entries !== undefined && Object.hasOwn(entries, key) ? entries[key] : undefined);
    if (next === undefined) return null;
    schema = unwrap(next);
  }
  return schema;
}

function unwrap(schema: GenericSchema): GenericSchema {
  return partsOf(schema).wrapped ?? schema;
}

function entriesAt(path: ConfigPath): Readonly<Record<string, GenericSchema>> {
  const schema = schemaAt(path);
  return schema === null ? {} : (partsOf(schema).entries ?? {});
}

/** The keys that are known at `path`; empty where any name may stand. */
export function knownKeys(path: ConfigPath): readonly string[] {
  return Object.keys(entriesAt(path));
}

/** Whether the value at `path` is a map, with fixed keys or any. */
export function takesMap(path: ConfigPath): boolean {
  const schema = schemaAt(path);
  return schema !== null && (partsOf(schema).entries ?? partsOf(schema).value) !== undefined;
}

/** What the value at `path` must be; null where there is no such key. */
export function factsAt(path: ConfigPath): KeyFacts | null {
  const schema = schemaAt(path);
  const facts: Partial<KeyFacts> = schema === null ? {} : getMetadata(schema);
  return facts.expects === undefined ? null : { expects: facts.expects, examples: facts.examples ?? [] };
}

export interface DocumentedKey {
  readonly key: string;
  readonly required: boolean;
  /** As it would be written; undefined where there is none. */
  readonly default: unknown;
  readonly description: string;
}

/** The keys below `path` in the order of the schema, for documentation. */
export function documentedKeys(path: ConfigPath): DocumentedKey[] {
  return Object.entries(entriesAt(path)).map(([key, schema]) => ({
    key,
    required: unwrap(schema) === schema,
    default: getDefault(schema) as unknown,
    description: getDescription(unwrap(schema)) ?? '',
  }));
}
