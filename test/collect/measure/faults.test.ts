import { expect } from 'chai';
import { rmSync, statSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { MeasuringBackend } from '../../../src/collect/measure/backend.ts';
import { findPython } from '../../../src/collect/measure/backends/wait4.ts';
import { chooseBackend } from '../../../src/collect/measure/choose-backend.ts';
import { describeEnding } from '../../../src/collect/measure/describe-ending.ts';
import { stopMarked } from '../../../src/collect/measure/stop-processes.ts';
import { startProcess } from '../../../src/collect/measure/start-process.ts';
import { markVariable } from '../../../src/collect/measure/processes.ts';
import { InputError } from '../../../src/core/errors.ts';
import { rejection, useTempDir } from '../../helpers/temp-dir.ts';
import { executionIn, injectDir, runOnce, stillRunning, workingBackends } from './executions.ts';

const showMark = 'echo $PERF_REPORT_EXECUTION';
const firstLine = (text: string): string => text.split('\n')[0] ?? '';

describe('a command that misbehaves', () => {
  const directory = useTempDir();
  let backend: MeasuringBackend;
  let python = '';
  before(async () => {
    ({ backend } = await chooseBackend(injectDir));
    python = (await findPython()) ?? '';
  });
  const run = (command: string, changes: Parameters<typeof executionIn>[2] = {}, options: Parameters<typeof runOnce>[2] = {}): ReturnType<typeof runOnce> =>
    runOnce(executionIn(directory.path(), command, changes), backend, options);
  const inPython = (source: string): string => `exec '${python}' -S -c "${source}"`;

  it('is stopped at the time limit with all its children, one of which ignores SIGTERM, and still measured', async () => {
    const command = `${showMark}; sh -c 'trap "" TERM; sleep 60; sleep 60' & ${inPython('while True: pass')}`;
    for (const each of (await workingBackends()).filter(({ id }) => id !== 'wait4' && id !== 'clock')) {
      const began = performance.now();
      const measured = await runOnce(executionIn(directory.path(), command, { timeoutMs: 200 }), each);
      expect(performance.now() - began, each.id).to.be.below(3000);
      expect(measured.ending).to.equal('timed-out');
      expect(describeEnding(measured)).to.match(/^was stopped after .* at its time limit$/);
      expect(measured.wallSeconds).to.be.within(0.1, 2);
      expect(measured.cpuUserSeconds, each.id).to.be.within(0, 1);
      if (each.id !== 'proc') expect(measured.peakRssBytes, each.id).to.be.above(1e6);
      expect(stillRunning(firstLine(measured.stdout)), each.id).to.deep.equal([]);
    }
  });

  it('may end itself on SIGTERM, and then its exit code is told', async () => {
    const measured = await run('trap "echo bye; exit 4" TERM; echo up; while :; do sleep 0.01; done', { timeoutMs: 400 }, { stopGraceMs: 5000 });
    expect([measured.ending, measured.exitCode, measured.stdout]).to.deep.equal(['timed-out', 4, 'up\nbye\n']);
  });

  it('is killed where it does not end itself', async () => {
    const measured = await run(inPython('import signal\nsignal.signal(15, 1)\nwhile True: pass'), { timeoutMs: 600 });
    expect([measured.ending, measured.exitCode, measured.signal]).to.deep.equal(['timed-out', null, 9]);
    expect(measured.cpuUserSeconds).to.be.above(0.05);
  });

  it('is stopped when the run is interrupted, or never started then', async () => {
    const abort = new AbortController();
    setTimeout(() => abort.abort(), 100);
    const measured = await run(`${showMark}; sleep 60 & sleep 60`, {}, { abort: abort.signal });
    expect([measured.ending, measured.signal]).to.deep.equal(['interrupted', 15]);
    expect(stillRunning(firstLine(measured.stdout))).to.deep.equal([]);
    expect(await run('exit 5', {}, { abort: abort.signal })).to.include({ ending: 'interrupted', exitCode: null, wallSeconds: 0 });
  });

  it('leaves a daemon in a session of its own, and one child: both are found and stopped', async () => {
    const daemon = "import os, time\nif os.fork() == 0:\n  os.setsid()\n  if os.fork() == 0: time.sleep(60)\n  os._exit(0)\nos.wait()";
    const measured = await run(`${showMark}; sleep 60 & ${inPython(daemon)}`);
    expect([measured.exitCode, measured.leftOver]).to.deep.equal([0, 2]);
    expect(measured.wallSeconds).to.be.below(2);
    expect(stillRunning(firstLine(measured.stdout))).to.deep.equal([]);
  });

  it('writes 300 MB at once: the log keeps head and tail', async () => {
    const measured = await run("echo first; head -c 300000000 /dev/zero; echo; echo last");
    expect(measured.exitCode).to.equal(0);
    expect(measured.stdout.length).to.be.within(50_000, 100_060);
    expect(measured.stdout).to.match(/^first\n\0+\n… (?:at least )?\d+ bytes left out …\n\0+\nlast\n$/);
    // What is written in the moment of a cut is left out uncounted.
    expect(measured.droppedBytes).to.be.within(200_000_000, 299_900_012);
  });

  it('writes on and on: the file is cut while it runs', async () => {
    const source = "import os, time\nfor turn in range(2):\n  os.write(1, b'%d' % turn * 1000000)\n  time.sleep(.22 - turn * .18)\nos.write(2, b'%d' % os.fstat(1).st_size)\nos.write(1, b'end')";
    const measured = await run(inPython(source), { maxLogBytes: 1000 });
    expect(Number(measured.stderr)).to.be.below(1_000_001);
    expect(measured.stdout).to.equal(`${'0'.repeat(500)}\n… at least ${measured.droppedBytes} bytes left out …\n${'1'.repeat(497)}end`);
    expect(measured.droppedBytes).to.equal(2_000_003 - 1000);
  });

  it('runs out of memory, gives up by itself, or leaves without cleaning up', async () => {
    const memory = await run(`ulimit -v 300000; ${inPython("b'x' * 2**30")}`);
    expect([memory.exitCode, memory.stderr.trim().split('\n').at(-1)]).to.deep.equal([1, 'MemoryError']);
    expect((await run(inPython('import os; os.abort()'))).signal).to.equal(6);
    expect((await run(inPython('import os; os._exit(7)'))).exitCode).to.equal(7);
  });

  it('changes its directory, closes its descriptors, removes our files and its own directory: it is measured all the same', async () => {
    const { cwd, scratchDir, stdoutPath } = executionIn(directory.path(), '');
    const source = `import os, shutil\nos.chdir('/')\nos.closerange(0, 99)\nfor path in ('${cwd}', '${scratchDir}'): shutil.rmtree(path)\nsum(range(3000000))\nos._exit(9)`;
    const measured = await run(inPython(source));
    expect([measured.exitCode, measured.stdout]).to.deep.equal([9, '']);
    expect(measured.cpuUserSeconds).to.be.above(0.01);
    expect(measured.peakRssBytes).to.be.above(3e6);
    expect(statSync(stdoutPath).size).to.equal(0);
  });

  it('cannot be started: the reason is told', async () => {
    const missing = await run('exit 0', { cwd: join(directory.path(), 'nowhere') });
    expect([missing.ending, missing.startError]).to.deep.equal(['not-started', `its working directory ${directory.path()}/nowhere does not exist`]);
    expect((await run(`: ${'x'.repeat(200_000)}`)).startError).to.match(/E2BIG/);
    expect((await run('a\0b')).startError).to.match(/null bytes/);
  });

  it('cannot be measured on a full or unwritable disk: InputError names the file', async () => {
    const execution = executionIn(directory.path(), 'exit 0');
    const full = join(execution.scratchDir, 'wait4.json');
    symlinkSync('/dev/full', full);
    const error = (await rejection(run('exit 0'))) as InputError;
    expect(error).to.be.instanceOf(InputError);
    expect([error.message, error.place.file, error.hint]).to.deep.equal(['cannot write a file that the execution needs: the disk is full (ENOSPC)', full, 'free some space, or choose an outDir on another disk']);
    rmSync(full, { force: true });
    for (const stdoutPath of [join(directory.path(), 'gone', 'stdout.log'), execution.cwd]) {
      expect(await rejection(runOnce({ ...execution, stdoutPath }, backend))).to.be.instanceOf(InputError).with.nested.property('place.file', stdoutPath);
    }
  });

  it('stops what carries a mark, wherever it is', async () => {
    const mark = 'f0'.repeat(16);
    const started = await startProcess(['/bin/sleep', '60'], { cwd: '/', env: { [markVariable]: mark }, stdout: undefined, stderr: undefined, onStart: () => undefined });
    if (typeof started === 'string') throw new Error(started);
    expect(await stopMarked(mark)).to.equal(1);
    expect((await started.ended).signal).to.equal(15);
    expect(await stopMarked(mark)).to.equal(0);
  });
});
