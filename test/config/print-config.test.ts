import { expect } from 'chai';
import { configJson, printConfig } from '../../src/config/print-config.ts';
import { resolveSettings } from '../../src/config/resolve-settings.ts';
import { useTempDir } from '../helpers/temp-dir.ts';

describe('the settings in print', () => {
  const dir = useTempDir();

  it('show each value and its origin, without secrets', async () => {
    const secrets = { GITHUB_TOKEN: 't0p', DB_PASSWORD: 't0p', api_key: 't0p', CLIENT_SECRET: 't0p' };
    const env = { ...secrets, MODE: 'fast' };
    const file = dir.write('perf-report.config.json', JSON.stringify({ workloads: { 'a.env.b': { command: 'x', env, gates: [{ metric: 'wall' }] } } }, null, 1));
    const settings = await resolveSettings({ cwd: dir.path(), env: { PERF_REPORT_RUNS: '3' }, flags: { warmup: '0' }, knownProfilers: [] });
    const text = printConfig(settings).join('\n');
    expect(text).to.not.contain('t0p');
    const rows = printConfig(settings).map((line) => line.replace(/\s+/g, ' '));
    expect(rows.slice(0, 2)).to.deep.equal([`file: ${file}`, `root: ${dir.path()}`]);
    expect(rows).to.include.members([
      'workloads.a.env.b.runs = 3 # PERF_REPORT_RUNS',
      'workloads.a.env.b.warmup = 0 # --warmup',
      'workloads.a.env.b.command = x # perf-report.config.json line 4',
      'workloads.a.env.b.setup = none # default',
      'workloads.a.env.b.profilers = auto # default',
      'workloads.a.env.b.env.MODE = fast # perf-report.config.json line 10',
      'workloads.a.env.b.env.api_key = (hidden) # perf-report.config.json line 8',
    ]);
    const json = configJson(settings);
    expect(json).to.deep.include({ schema: 'perf-report/settings/v1', file, root: dir.path(), values: settings.origins });
    expect(JSON.stringify(json)).to.not.contain('t0p');
    expect(settings.workloads[0]?.env).to.deep.equal(env);
  });
});
