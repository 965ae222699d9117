import { expect } from 'chai';
import { chmodSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { MeasuringBackend, Reading } from '../../../src/collect/measure/backend.ts';
import { findPython } from '../../../src/collect/measure/backends/wait4.ts';
import { chooseBackend } from '../../../src/collect/measure/choose-backend.ts';
import { UserError } from '../../../src/core/errors.ts';
import { rejection, useTempDir } from '../../helpers/temp-dir.ts';
import { executionIn, injectDir, runOnce, workingBackends } from './executions.ts';

const tree = fileURLToPath(new URL('tree.py', import.meta.url));
const within = 0.01;

/** Two backends around one execution; what the inner one read is told to `keep`. */
function around(outer: MeasuringBackend, inner: MeasuringBackend, keep: (reading: Reading) => void): MeasuringBackend {
  return {
    ...outer,
    layers: outer.layers + inner.layers,
    attempt(shell, scratch, env) {
      const inside = inner.attempt(shell, scratch, env);
      const outside = outer.attempt(inside.argv, scratch, env);
      return {
        argv: outside.argv,
        started: (leader) => outside.started(leader),
        finish(end) {
          keep(inside.finish(end));
          return outside.finish(end);
        },
      };
    },
  };
}

describe('measuring backends', () => {
  const directory = useTempDir();
  let backends: Record<string, MeasuringBackend> = {};
  before(async () => {
    backends = Object.fromEntries((await workingBackends()).map((backend) => [backend.id, backend]));
  });

  /** Measures the tree, and compares with what others say of the same processes. */
  async function compare(backend: MeasuringBackend, cpuSeconds: number, others: ReadonlyMap<string, Reading>): Promise<void> {
    const python = (await findPython()) ?? '';
    const execution = executionIn(directory.path(), `date +%s%N >begin; /usr/bin/time -v -o time.txt '${python}' '${tree}' ${cpuSeconds}; date +%s%N >end`);
    const measured = await runOnce(execution, backend);
    const read = (name: string): string => readFileSync(join(execution.cwd, name), 'utf8');
    const own = JSON.parse(measured.stdout) as { cpu: number; rss: number };
    const verbose = read('time.txt');
    const field = (name: string): number => Number(new RegExp(`${name}[^:]*: ([\\d.]+)$`, 'm').exec(verbose)?.[1]);
    // It cuts both to steps of 10 ms, which is half a step on average.
    const cpuOfTime = field('User time') + field('System time') + 0.01;
    expect(measured.exitCode).to.equal(0);
    expect((measured.wallSeconds * 1e9) / (Number(read('end')) - Number(read('begin'))), `${backend.id} wall and date`).to.be.closeTo(1, within);
    for (const [id, reading] of [[backend.id, measured] as const, ...others]) {
      const cpu = (reading.cpuUserSeconds ?? NaN) + (reading.cpuSystemSeconds ?? NaN);
      const rss = reading.peakRssBytes ?? NaN;
      expect(cpu / own.cpu, `${id} CPU and getrusage`).to.be.closeTo(1, within);
      expect(cpu / cpuOfTime, `${id} CPU and time -v`).to.be.closeTo(1, within);
      expect(rss / own.rss, `${id} RSS and getrusage`).to.be.closeTo(1, within);
      expect(rss / 1024 / field('Maximum resident set size'), `${id} RSS and time -v`).to.be.closeTo(1, within);
    }
  }

  it('wait4+time agrees within 1 % with time -v, the date, and the processes themselves', () => compare(backends['wait4+time'] as MeasuringBackend, 1.6, new Map()));
  it('wait4 alone too', () => compare(backends['wait4'] as MeasuringBackend, 1.6, new Map()));
  it('/proc and GNU time too, around the same execution', () => {
    const others = new Map<string, Reading>();
    // They count in steps of 10 ms, four of which may be wrong: 1 % takes more than 2 s.
    return compare(around(backends['proc'] as MeasuringBackend, backends['time'] as MeasuringBackend, (reading) => others.set('time', reading)), 2.6, others);
  });

  it('are taken in the order of what they tell, or as wanted', async () => {
    expect((await chooseBackend(injectDir)).backend.id).to.equal('wait4+time');
    expect((await chooseBackend(injectDir, 'clock')).backend.id).to.equal('clock');
    const error = await rejection(chooseBackend(injectDir, 'wait'));
    expect(error).to.be.instanceOf(UserError).with.property('hint', "did you mean 'wait4'?");
  });

  it('say why they do not work, and the next one is taken', async () => {
    const path = process.env['PATH'];
    process.env['PATH'] = directory.path();
    try {
      const { backend, refused } = await chooseBackend(injectDir);
      expect(backend.id).to.equal('proc');
      expect(refused.map(({ id, reason }) => `${id}: ${reason}`)).to.deep.equal([
        'wait4+time: GNU time is not installed (as time or gtime)',
        'time: GNU time is not installed (as time or gtime)',
        'wait4: python3 is not installed',
      ]);
      expect(await rejection(chooseBackend(injectDir, 'wait4'))).to.have.property('message', "the backend 'wait4' does not work here: python3 is not installed");
      // A program of that name that is not GNU's, as BusyBox has it.
      directory.write('time', '#!/bin/sh\necho BusyBox time\n');
      chmodSync(join(directory.path(), 'time'), 0o755);
      expect((await chooseBackend(injectDir)).refused[1]?.reason).to.match(/^GNU time is not installed/);
      // One that shows four times the memory, as version 1.7 did.
      directory.write('time', '#!/bin/sh\ncase $1 in --version) echo GNU time 1.7; exit;; esac\n/usr/bin/time "$@"; code=$?; line=$(sed -E "s/ ([0-9]+) ([0-9]+)$/ 9\\1 \\2/" "$3"); echo "$line" >"$3"; exit $code\n');
      process.env['PATH'] = `${directory.path()}:/usr/bin:/bin`;
      expect((await chooseBackend(injectDir)).refused[1]?.reason).to.equal('its peak memory is several times too large');
    } finally {
      process.env['PATH'] = path;
    }
  });
});
