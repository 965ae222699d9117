import { expect } from 'chai';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { docsPath, schemaPath, schemaText, withTables } from '../../scripts/config-schema.ts';
import { readConfig } from '../../src/config/read-config.ts';
import { runFlagOptions } from '../../src/config/run-flags.ts';
import { useTempDir } from '../helpers/temp-dir.ts';

describe('the schema of the configuration', () => {
  const dir = useTempDir();
  const docs = readFileSync(docsPath, 'utf8');
  const examples = [...docs.matchAll(/```(yaml|js)\n([^]*?)```/g)].map(([, language = '', text = '']) => ({ language, text }));
  // A JSON Schema validator of its own kind: it must agree with the program.
  const validate = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(JSON.parse(readFileSync(schemaPath, 'utf8')) as object);

  it('is published as it is, and so are the tables of the documentation: else run scripts/config-schema.ts', () => {
    expect(readFileSync(schemaPath, 'utf8')).to.equal(schemaText());
    expect(docs).to.equal(withTables(docs));
  });

  it('describes every key', () => {
    const undescribed: string[] = [];
    const pending: [string, Record<string, unknown>][] = [['', JSON.parse(schemaText()) as Record<string, unknown>]];
    for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
      for (const [key, value] of Object.entries((next[1]['properties'] ?? {}) as Record<string, Record<string, unknown>>)) if (typeof value['description'] !== 'string') undescribed.push(`${next[0]}/${key}`);
      for (const [key, value] of Object.entries(next[1])) if (typeof value === 'object' && value !== null && !Array.isArray(value)) pending.push([`${next[0]}/${key}`, value as Record<string, unknown>]);
    }
    expect(undescribed).to.deep.equal([]);
  });

  it('agrees with the program on the examples of the documentation, which the program reads', async () => {
    expect(examples.map(({ language }) => language)).to.deep.equal(['yaml', 'yaml', 'js']);
    for (const [index, { language, text }] of examples.entries()) {
      const { value } = await readConfig(dir.write(`example-${index}.${language === 'js' ? 'mjs' : language}`, text), dir.path());
      expect(validate(value), JSON.stringify(validate.errors)).to.equal(true);
    }
  });

  it('agrees with the program on what is wrong', async () => {
    const full = parse(examples[1]?.text ?? '') as { workloads: { sample: Record<string, unknown> } };
    const changes: Record<string, unknown>[] = [
      { runs: 0 },
      { runs: 1.5 },
      { warmup: -1 },
      { timeout: 'soon' },
      { timeout: 0 },
      { profilers: {} },
      { profilers: [''] },
      { env: { 'A=B': '1' } },
      { env: { A: null } },
      { gates: [{}] },
      { gates: [{ metric: 'wal' }] },
      { gates: [{ metric: 'wall', threshold: '10' }] },
      { gates: [{ metric: 'wall', criticality: 'fail' }] },
      { command: ' ' },
      { instructions: 1 },
      { ruins: 3 },
    ];
    for (const change of changes) {
      const config = { ...full, workloads: { sample: { ...full.workloads.sample, ...change } } };
      expect(validate(config), JSON.stringify(change)).to.equal(false);
      const read = await readConfig(dir.write('c.json', JSON.stringify(config)), dir.path()).then(
        () => 'taken',
        () => 'refused',
      );
      expect(read, JSON.stringify(change)).to.equal('refused');
    }
  });

  it('has its flags in the documentation, and no others', () => {
    const named = new Set([...docs.matchAll(/^\|[^|]*`--.*$/gm)].flatMap(([row]) => [...(row.split('|')[1] ?? '').matchAll(/--(?:no-)?([a-z-]+)/g)].map((match) => match[1] as string)));
    expect([...named].sort()).to.deep.equal(Object.keys(runFlagOptions).sort());
  });
});
