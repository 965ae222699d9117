import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { benchFolder } from './inputs.ts';

/** A program that does the same job, how it is called and how it is installed. */
export interface Peer {
  readonly name: string;
  /** The command for an input, null where the program is not installed. */
  command(path: string): readonly string[] | null;
  readonly install: readonly string[];
}

const venv = join(benchFolder(), 'venv');
const modules = join(benchFolder(), 'node');

function found(...candidates: readonly string[]): string | null {
  for (const candidate of candidates) {
    if (candidate.includes('/')) {
      if (existsSync(candidate)) return candidate;
    } else {
      try {
        return execFileSync('sh', ['-c', 'command -v "$0"', candidate], { encoding: 'utf8' }).trim();
      } catch (error) {
        if ((error as { status?: number }).status === undefined) throw error;
      }
    }
  }
  return null;
}

function program(name: string, candidates: readonly string[], args: (path: string) => readonly string[], install: readonly string[]): Peer {
  return {
    name,
    install,
    command(path) {
      const executable = found(...candidates);
      return executable === null ? null : [executable, ...args(path)];
    },
  };
}

const python = (name: string, code: string): Peer => program(name, ['python3'], (path) => ['-c', code, path], []);
const pip = (...names: readonly string[]) => ['sh', '-c', `python3 -m venv ${venv} && ${venv}/bin/pip install -q ${names.join(' ')}`];
const parseOnly = (name: string): Peer => program(name, [process.execPath], (path) => ['-e', "JSON.parse(require('fs').readFileSync(process.argv[1], 'utf8'))", path], []);

export const peers = {
  infernoFlamegraph: program('inferno-flamegraph', ['inferno-flamegraph', join(homedir(), '.cargo/bin/inferno-flamegraph')], (path) => [path], ['cargo', 'install', 'inferno']),
  goParse: program('profile.ParseData', [join(benchFolder(), 'pprof-parse')], (path) => [path], ['sh', '-c', `cd ${new URL('peers/pprof-parse', import.meta.url).pathname} && go build -o ${join(benchFolder(), 'pprof-parse')} .`]),
  goTop: program('go tool pprof -top', ['go'], (path) => ['tool', 'pprof', '-top', path], []),
  jsonParse: parseOnly('JSON.parse alone'),
  pstatsStats: python('pstats.Stats', 'import pstats, sys; pstats.Stats(sys.argv[1])'),
  marshalLoads: python('marshal.loads (gc off)', 'import gc, marshal, sys; gc.disable(); marshal.loads(open(sys.argv[1], "rb").read())'),
  tracemalloc: python("Snapshot.load + statistics('lineno')", 'import sys, tracemalloc; tracemalloc.Snapshot.load(sys.argv[1]).statistics("lineno")'),
  zeroX: program('0x (page)', [join(modules, 'node_modules/.bin/0x')], (path) => ['--visualize-cpu-profile', path, '--output-dir', join(benchFolder(), '0x-{pid}')], ['npm', 'install', '--prefix', modules, '--no-audit', '--no-fund', '0x@6.0.0']),
  snakeviz: program(
    'snakeviz (table and tree as its page needs them)',
    [join(venv, 'bin/python')],
    (path) => ['-c', 'import sys, json; from pstats import Stats; from snakeviz.stats import table_rows, json_stats; s = Stats(sys.argv[1]); json.dumps(table_rows(s)); json_stats(s)', path],
    pip('snakeviz==2.2.2'),
  ),
} satisfies Record<string, Peer>;

/** Installs what is not there; each line says what and how. */
export function installPeers(): void {
  for (const peer of Object.values(peers) as readonly Peer[]) {
    if (peer.install.length === 0 || peer.command('') !== null) continue;
    process.stderr.write(`installing ${peer.name}: ${peer.install.join(' ')}\n`);
    execFileSync(peer.install[0] as string, peer.install.slice(1), { stdio: ['ignore', 'ignore', 'inherit'] });
  }
}
