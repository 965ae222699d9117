import { expect } from 'chai';
import yargs from 'yargs';
import { readRunFlags, runFlagOptions, type RunFlags } from '../../src/config/run-flags.ts';

describe('the flags of run', () => {
  const parse = (...args: string[]): RunFlags => {
    const argv = yargs(args)
      .parserConfiguration({ 'camel-case-expansion': false, 'dot-notation': false, 'parse-numbers': false, 'greedy-arrays': false })
      .options(runFlagOptions)
      .exitProcess(false)
      .parseSync();
    return readRunFlags({ ...argv, workloads: argv._ });
  };
  const said = (flags: RunFlags): object => Object.fromEntries(Object.entries(flags).filter(([, value]) => value !== undefined));

  it('are texts and switches as typed', () => {
    expect(said(parse())).to.deep.equal({ workloads: [] });
    expect(said(parse('a', '--runs', '07', '--out-dir=x', '--no-profile', '--instructions', '--profilers', 'a,b', '--profilers', 'c', 'b'))).to.deep.equal({ workloads: ['a', 'b'], runs: '07', outDir: 'x', profile: false, instructions: true, profilers: 'a,b,c' });
    expect(said(parse('--config', 'x.yaml', '--command=-x'))).to.deep.equal({ workloads: [], config: 'x.yaml', command: '-x' });
    expect(said(parse('--no-config'))).to.deep.equal({ workloads: [], config: false });
  });

  it('are given once', () => {
    expect(() => parse('--runs', '1', '--runs', '2')).to.throw('--runs is given 2 times');
    expect(() => parse('--config', 'x', '--no-config')).to.throw('--config is given 2 times');
  });
});
