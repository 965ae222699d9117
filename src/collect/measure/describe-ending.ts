import { formatBytes } from '../../core/units/bytes.ts';
import { formatDuration } from '../../core/units/duration.ts';
import type { Measurement } from './measurement.ts';
import { isSignal, signalName } from './signals.ts';

type Facts = Pick<Measurement, 'ending' | 'exitCode' | 'signal' | 'peakRssBytes' | 'wallSeconds' | 'startError'>;

/** What signals usually mean, by name. */
const meanings: Readonly<Record<string, string>> = {
  SIGABRT: 'it gave up by itself, as after a failed assertion',
  SIGBUS: 'it used memory that does not exist, as in a truncated mapped file',
  SIGFPE: 'a division by zero or an overflow',
  SIGILL: 'an instruction that this processor does not have',
  SIGSEGV: 'it used memory that is not its own',
  SIGSYS: 'a system call that is forbidden here',
  SIGXCPU: 'the limit of CPU time',
  SIGXFSZ: 'the limit of file size',
};

/** How an execution ended, as a clause for the sentence "it …": "exited with 127 (command not found)". */
export function describeEnding(measurement: Facts): string {
  const { ending, exitCode, signal, wallSeconds, startError } = measurement;
  switch (ending) {
    case 'not-started':
      return `could not be started: ${startError ?? 'the system does not say why'}`;
    case 'timed-out':
      return `was stopped after ${formatDuration(wallSeconds)}, at its time limit`;
    case 'interrupted':
      return `was interrupted after ${formatDuration(wallSeconds)}`;
    case 'signalled':
      return signal === null ? 'was killed by a signal' : withMeaning(`was killed by ${signalName(signal)}`, signal, measurement);
    case 'exited':
      return exitCode === null ? 'ended; its exit code is not known' : describeExit(exitCode, measurement);
  }
}

function describeExit(exitCode: number, facts: Facts): string {
  const text = `exited with ${exitCode}`;
  if (exitCode === 126) return `${text} (a program was found but cannot be executed)`;
  if (exitCode === 127) return `${text} (command not found)`;
  // What shells make of a signal: 128 and its number.
  if (exitCode > 128 && isSignal(exitCode - 128)) return `${text} (killed by ${withMeaning(signalName(exitCode - 128), exitCode - 128, facts, '; ')})`;
  return text;
}

function withMeaning(text: string, signal: number, facts: Facts, separator?: string): string {
  const meaning = signalName(signal) === 'SIGKILL' ? memoryHint(facts) : meanings[signalName(signal)];
  if (meaning === undefined) return text;
  return separator === undefined ? `${text} (${meaning})` : text + separator + meaning;
}

function memoryHint({ peakRssBytes }: Facts): string {
  const hint = "the kernel's out-of-memory killer does that";
  return peakRssBytes === null ? hint : `${hint}: peak RSS ${formatBytes(peakRssBytes)}`;
}
