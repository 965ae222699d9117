import { expect } from 'chai';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { readFileSync } from 'node:fs';
import { sampleModel } from './sample-model.ts';

interface SchemaNode {
  readonly type?: unknown;
  readonly properties?: Readonly<Record<string, unknown>>;
  additionalProperties?: boolean;
}

const schema = JSON.parse(readFileSync(new URL('../../schemas/report-v1.schema.json', import.meta.url), 'utf8')) as Record<string, unknown>;

/** The schema with every object closed, so that a field nobody documented is found. */
function closed(): Record<string, unknown> {
  return JSON.parse(JSON.stringify(schema), (_, value: unknown) => {
    const node = value as SchemaNode | null;
    if (typeof node === 'object' && node !== null && node.properties !== undefined && node.type !== undefined) node.additionalProperties = false;
    return value;
  }) as Record<string, unknown>;
}

describe('report.json schema', () => {
  const validate = new Ajv2020({ allErrors: true, strict: true, allowUnionTypes: true }).compile(closed());
  const check = (model: unknown): string[] => (validate(JSON.parse(JSON.stringify(model))) ? [] : (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message ?? ''}`));

  it('describes every field of the model', () => expect(check(sampleModel)).to.deep.equal([]));
  it('describes a report without run and profiles', () => expect(check({ ...sampleModel, run: null, profiles: [], verdict: 'failed' })).to.deep.equal([]));
  it('finds a missing field', () => expect(check({ ...sampleModel, headline: undefined })).to.have.length(1));
  it('finds a wrong id', () => expect(check({ ...sampleModel, profiles: [{ ...sampleModel.profiles[0], id: '../x' }] })).to.have.length(1));
  it('finds a number that is none', () => expect(check({ ...sampleModel, profiles: [{ ...sampleModel.profiles[0], total: NaN }] })).to.have.length(1));
});
