import type { ImportLimits } from '../../core/limits.ts';
import type { ChartMark, ChartSeries, TimeChart } from '../../core/model/chart.ts';
import type { Note } from '../../core/model/note.ts';
import { type Readings, secondsSince } from './readings.ts';
import type { ReadingLines } from './reading-lines.ts';

/** The chart of a file that was read to its end: the main process first, then its children, times from the first reading on. */
export function buildChart(lines: ReadingLines, limits: ImportLimits): TimeChart {
  const all = [lines.main, ...lines.children.values()];
  const start = Math.min(...all.map((readings) => readings.earliest()), lines.calls.reduce((least, call) => Math.min(least, call.start), Infinity));
  const series: ChartSeries[] = [];
  const add = (name: string, readings: Readings): void => {
    if (readings.length > 0) series.push({ name, ...readings.finish(start) });
  };
  add('main process', lines.main);
  for (const [id, readings] of lines.children) add(`child ${id}`, readings);
  const marks = lines.calls.map((call): ChartMark => ({ name: call.name, startSeconds: secondsSince(start, call.start), endSeconds: secondsSince(start, call.end) }));
  return {
    title: 'Memory over time',
    unit: 'bytes',
    series,
    marks: marks.sort((a, b) => a.startSeconds - b.startSeconds),
    startedAt: new Date(start * 1000).toISOString(),
    notes: notesOf(lines, all, limits),
  };
}

function notesOf(lines: ReadingLines, all: readonly Readings[], limits: ImportLimits): Note[] {
  const notes: Note[] = [];
  const add = (count: number, code: string, text: string): void => {
    if (count > 0) notes.push({ code, text });
  };
  const { commands, badCount, firstBadLine } = lines;
  add(commands.length, 'program', `recorded: ${(commands[0] ?? '').slice(0, 300)}`);
  add(commands.length - 1, 'several-runs', `the file holds ${commands.length} recordings behind each other: mprof adds to a file that is there`);
  add(badCount, 'bad-lines', `${badCount} lines are no readings and were left out; the first is line ${firstBadLine}`);
  const falls = all.reduce((sum, readings) => sum + readings.falls, 0);
  add(falls, 'times-fall', `${falls} readings are older than the one before them: the clock was set back, or lines changed places; they are shown in the order of time`);
  add(lines.goneReadings, 'gone-children', `${lines.goneReadings} times a child process had just ended when it was read`);
  add(lines.otherReadings, 'more-children', `the file holds more than ${limits.maxProfiles} child processes; ${lines.otherReadings} readings of the others were left out`);
  return notes;
}
