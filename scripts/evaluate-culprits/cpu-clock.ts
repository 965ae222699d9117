import { readFileSync, writeFileSync } from 'node:fs';

/** Intervals that one sample may stand for; what is beyond them is time in which other programs of the machine ran. */
const mostIntervals = 2;

/** Puts a .cpuprofile, whose samples have the wall time since the one before, to the CPU clock. */
export function cpuprofileToCpuClock(path: string, intervalMicroseconds: number): void {
  const profile = JSON.parse(readFileSync(path, 'utf8')) as { startTime: number; endTime: number; timeDeltas: number[] };
  const timeDeltas = profile.timeDeltas.map((delta) => Math.min(delta, mostIntervals * intervalMicroseconds));
  const endTime = profile.startTime + timeDeltas.reduce((sum, delta) => sum + delta, 0);
  writeFileSync(path, JSON.stringify({ ...profile, timeDeltas, endTime }));
}

/** The same for a session of pyinstrument. The programs never wait. */
export function sessionToCpuClock(path: string, intervalSeconds: number): void {
  const session = JSON.parse(readFileSync(path, 'utf8')) as { frame_records: [string[], number][] };
  const records = session.frame_records.map(([stack, seconds]) => [stack, Math.min(seconds, mostIntervals * intervalSeconds)]);
  const duration = records.reduce((sum, [, seconds]) => sum + (seconds as number), 0);
  writeFileSync(path, JSON.stringify({ ...session, duration, frame_records: records }));
}
