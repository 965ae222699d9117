import { expect } from 'chai';
import { chmodSync } from 'node:fs';
import { parsePerfFile, probePerf } from '../../../src/collect/measure/perf-stat.ts';
import { useTempDir } from '../../helpers/temp-dir.ts';
import { executionIn, runOnce, workingBackends } from './executions.ts';

describe('counting with perf stat', () => {
  const directory = useTempDir();

  it('reads the count, adds kinds of core, and says why there is none', () => {
    const comment = '# started on Wed Nov 25 21:06:37 2026\n\n';
    expect(parsePerfFile(`${comment}1234567;;instructions:u;501234;100.00;;\n`, 'instructions:u')).to.deep.equal({ value: 1234567 });
    expect(parsePerfFile(`${comment}100;;cpu_atom/instructions:u/;5;50.00;;\n<not counted>;;cpu_core/instructions:u/;0;0.00;;\n23;;cpu_core/instructions:u/;5;50.00;;\n`, 'instructions:u')).to.deep.equal({ value: 123 });
    expect(parsePerfFile(`${comment}0,72;msec;task-clock:u;723467;100,00;0,434;CPUs utilized\n`, 'task-clock:u')).to.deep.equal({ value: 0.72 });
    expect(parsePerfFile(`${comment}<not supported>;;instructions:u;0;100.00;;\n`, 'instructions:u')).to.deep.equal({ value: null, reason: 'this machine does not count instructions (virtual machines often hide the counters)' });
    expect(parsePerfFile(`${comment}<not counted>;;instructions:u;0;0.00;;\n`, 'instructions:u')).to.have.property('reason').that.matches(/^instructions was not counted/);
    expect(parsePerfFile('', 'instructions:u')).to.deep.equal({ value: null, reason: 'perf stat wrote no count' });
  });

  it('goes around the backend and changes neither its figures nor the ending', async () => {
    // A perf of our own, as perf is not everywhere: it does what the real one does, and counts to 42.
    const perf = directory.write('perf', '#!/bin/sh\nprintf "42;;instructions:u;1;100.00;;\\n" >"$7"\nshift 8; exec "$@"\n');
    chmodSync(perf, 0o755);
    const path = process.env['PATH'] ?? '';
    process.env['PATH'] = `${directory.path()}:${path}`;
    try {
      for (const backend of (await workingBackends()).slice(0, 3)) {
        const measured = await runOnce(executionIn(directory.path(), 'exit 3', { instructions: true }), backend);
        expect([measured.instructions, measured.exitCode, measured.stderr], backend.id).to.deep.equal([42, 3, '']);
      }
    } finally {
      process.env['PATH'] = path;
    }
  });

  it('with the real perf counts what an event of the kernel is able to, where it is installed', async () => {
    const event = 'task-clock:u';
    const probe = await probePerf(event);
    if ('reason' in probe) {
      expect(probe.reason).to.match(/perf/);
      return;
    }
    const [backend] = await workingBackends();
    if (backend === undefined) throw new Error('no backend');
    const killed = await runOnce(executionIn(directory.path(), 'kill -9 $$', { instructions: true }), backend, { event });
    expect([killed.ending, killed.signal, killed.stderr]).to.deep.equal(['signalled', 9, '']);
    const measured = await runOnce(executionIn(directory.path(), 'i=0; while [ $i -lt 100000 ]; do i=$((i+1)); done', { instructions: true }), backend, { event });
    const cpuMs = ((measured.cpuUserSeconds ?? NaN) + (measured.cpuSystemSeconds ?? NaN)) * 1000;
    // It counts the helper's start too.
    expect(measured.instructions).to.be.within(cpuMs * 0.9, cpuMs + 200);
  });

  it('says why it cannot', async () => {
    expect(await probePerf('no-such-event')).to.have.property('reason').that.matches(/perf|no-such-event/);
  });
});
