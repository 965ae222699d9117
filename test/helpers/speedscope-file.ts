import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Ajv } from 'ajv';
import type { Sums } from './stack-sums.ts';

/** What our exporters write of speedscope's format: sampled profiles only. */
export interface SpeedscopeFile {
  readonly name?: string;
  readonly activeProfileIndex: number;
  readonly shared: { readonly frames: readonly SpeedscopeFrame[] };
  readonly profiles: readonly SpeedscopeProfile[];
}

export interface SpeedscopeFrame {
  readonly name: string;
  readonly file?: string;
  readonly line?: number;
}

export interface SpeedscopeProfile {
  readonly type: 'sampled';
  readonly name: string;
  readonly unit: string;
  readonly startValue: number;
  readonly endValue: number;
  readonly samples: readonly (readonly number[])[];
  readonly weights: readonly number[];
}

const schemaPath = createRequire(import.meta.url).resolve('speedscope/dist/release/file-format-schema.json');
const validate = new Ajv({ strict: false }).compile(JSON.parse(readFileSync(schemaPath, 'utf8')) as object);

/** True where speedscope's own schema accepts the file and every number in it fits the others. */
export function isValid(file: SpeedscopeFile): boolean {
  if (!validate(file)) throw new Error(JSON.stringify(validate.errors));
  return file.profiles.every(({ samples, weights, endValue }) => {
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    return (
      samples.length === weights.length && weights.every((weight) => weight > 0) && endValue === total &&
      samples.every((stack) => stack.every((index) => index >= 0 && index < file.shared.frames.length))
    );
  });
}

/** Sums of one profile, counted from the JSON alone. */
export function speedscopeSums(file: SpeedscopeFile, index: number, textOf: (frame: SpeedscopeFrame) => string = ({ name }) => name): Sums {
  const { samples, weights } = file.profiles[index] as SpeedscopeProfile;
  const self: Record<string, number> = {};
  const inclusive: Record<string, number> = {};
  let total = 0;
  samples.forEach((stack, row) => {
    const weight = weights[row] as number;
    total += weight;
    const texts = stack.map((frame) => textOf(file.shared.frames[frame] as SpeedscopeFrame));
    const leaf = texts.at(-1) ?? '';
    self[leaf] = (self[leaf] ?? 0) + weight;
    for (const text of new Set(texts)) inclusive[text] = (inclusive[text] ?? 0) + weight;
  });
  return { total, self, inclusive };
}
