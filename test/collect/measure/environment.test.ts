import { expect } from 'chai';
import { measuredEnvironment } from '../../../src/collect/measure/environment.ts';

describe('the environment of a measured execution', () => {
  it('does not depend on how perf-report was started', () => {
    const shell = { PATH: '/usr/bin', HOME: '/home/a', npm_config_registry: 'https://registry.example', _: '/usr/bin/node', SHLVL: '1', PWD: '/x' };
    const npx = { ...shell, _: '/usr/bin/npx', SHLVL: '2', INIT_CWD: '/x', NODE: '/usr/bin/node', npm_command: 'exec', npm_lifecycle_event: 'npx', npm_package_json: '/x/package.json', npm_config_user_agent: 'npm/10', npm_execpath: '/n' };
    const ci = { ...npx, PERF_REPORT_RUNS: '3', PERF_REPORT_EXECUTION: 'f'.repeat(32), RUN_PROFILING: '1', SKIP_PROFILING: '0', OLDPWD: undefined };
    const expected = { HOME: '/home/a', PATH: '/usr/bin', PYTHONHASHSEED: '0', npm_config_registry: 'https://registry.example' };
    for (const base of [shell, npx, ci]) expect(Object.entries(measuredEnvironment(base, {}))).to.deep.equal(Object.entries(expected));
  });

  it('takes the workload\'s own variables last, in the order of names', () => {
    expect(Object.entries(measuredEnvironment({ B: '1', PYTHONHASHSEED: 'random' }, { A: '2', B: '3', PWD: '/kept' }))).to.deep.equal([['A', '2'], ['B', '3'], ['PWD', '/kept'], ['PYTHONHASHSEED', 'random']]);
    expect(measuredEnvironment({}, { PYTHONHASHSEED: '7' })).to.deep.equal({ PYTHONHASHSEED: '7' });
  });
});
