import { expect } from 'chai';
import { describeEnding } from '../../../src/collect/measure/describe-ending.ts';
import type { MeasuringBackend } from '../../../src/collect/measure/backend.ts';
import type { Measurement } from '../../../src/collect/measure/measurement.ts';
import { useTempDir } from '../../helpers/temp-dir.ts';
import { executionIn, runOnce, workingBackends } from './executions.ts';

/** Command; exit code, signal; the clause. */
const cases: readonly (readonly [string, number | null, number | null, RegExp])[] = [
  ['exit 0', 0, null, /^exited with 0$/],
  ['exit 3', 3, null, /^exited with 3$/],
  ['no-such-command-here', 127, null, /^exited with 127 \(command not found\)$/],
  ['/etc/passwd', 126, null, /^exited with 126 \(a program was found but cannot be executed\)$/],
  ['kill -9 $$', null, 9, /^was killed by SIGKILL \(the kernel's out-of-memory killer does that/],
  // A shell replaces itself with the last command of its line …
  ['exec sh -c "kill -SEGV \\$\\$"', null, 11, /^was killed by SIGSEGV \(it used memory that is not its own\)$/],
  // … and where it cannot, it tells of a signal by its exit code.
  ['sh -c "kill -9 \\$\\$"; exit $?', 137, null, /^exited with 137 \(killed by SIGKILL; the kernel's out-of-memory killer does that/],
  ['exit 255', 255, null, /^exited with 255$/],
  ['kill 0; sleep 9', null, 15, /^was killed by SIGTERM$/],
];

describe('how an execution ends', () => {
  const directory = useTempDir();
  let backends: MeasuringBackend[] = [];
  before(async () => {
    backends = await workingBackends();
  });

  it('is told alike by every backend', async () => {
    for (const backend of backends) {
      for (const [command, exitCode, signal, clause] of cases) {
        const measured = await runOnce(executionIn(directory.path(), command), backend);
        expect([measured.ending, measured.exitCode, measured.signal], `${backend.id}: ${command}`).to.deep.equal([signal === null ? 'exited' : 'signalled', exitCode, signal]);
        expect(describeEnding(measured), backend.id).to.match(clause);
      }
    }
  });

  it('leaves the command as it would be started without us: signals, descriptors, input, environment', async () => {
    // Python changes LC_CTYPE in the C locale, and GNU time leaves the file that it writes to open.
    const command = 'grep -h -E "^Sig(Blk|Ign):" /proc/self/status; ls -l /proc/self/fd | grep -v -E "time.txt|/proc/" | wc -l; readlink /proc/self/fd/0; env | grep -v ^PERF_REPORT; env | wc -c';
    for (const env of [{ PATH: process.env['PATH'] ?? '' }, { PATH: process.env['PATH'] ?? '', LC_CTYPE: 'C', B: '2', A: '1' }]) {
      const seen = new Map<string, string>();
      for (const backend of backends) seen.set((await runOnce(executionIn(directory.path(), command, { env }), backend)).stdout, backend.id);
      expect([...seen.values()], [...seen.keys()].join('\n')).to.deep.equal(['clock']);
      expect([...seen.keys()][0]).to.match(/^SigBlk:\t0+\nSigIgn:\t0+\n\d\n\/dev\/null\n/);
    }
  });

  it('has a clause for what no command does by itself', () => {
    const measured: Measurement = {
      ending: 'exited', startedAt: '', wallSeconds: 3.2, cpuUserSeconds: null, cpuSystemSeconds: null, peakRssBytes: 2_040_109_466,
      instructions: null, exitCode: 137, signal: null, leftOver: 0, droppedBytes: 0, startError: null,
    };
    const clause = (changes: Partial<Measurement>): string => describeEnding({ ...measured, ...changes }).replaceAll('\u00a0', ' ');
    expect(clause({})).to.equal("exited with 137 (killed by SIGKILL; the kernel's out-of-memory killer does that: peak RSS 1.9 GiB)");
    expect(clause({ ending: 'timed-out' })).to.equal('was stopped after 3.2 s, at its time limit');
    expect(clause({ ending: 'interrupted' })).to.equal('was interrupted after 3.2 s');
    expect(clause({ ending: 'signalled', exitCode: null, signal: 6 })).to.equal('was killed by SIGABRT (it gave up by itself, as after a failed assertion)');
    expect(clause({ ending: 'signalled', exitCode: null, signal: 40 })).to.equal('was killed by signal 40');
    expect(clause({ exitCode: 200 })).to.equal('exited with 200');
    expect(clause({ ending: 'not-started', exitCode: null, startError: 'its working directory /x does not exist' })).to.equal('could not be started: its working directory /x does not exist');
  });
});
