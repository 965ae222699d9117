import { formatBytes } from '../core/units/bytes.ts';
import { escapeForTerminal, shorten } from './escape.ts';
import { plain } from './plain.ts';

/** Where progress goes: standard error, as far as it is needed. */
export interface ProgressStream {
  readonly isTTY: boolean;
  readonly columns: number;
  write(text: string): void;
}

/** Reading goes on through these; `done` clears what a bar left on the line. */
export interface Progress {
  file(name: string, index: number, count: number, size: number): void;
  bytes(read: number): void;
  done(): void;
}

const silent: Progress = { file: () => undefined, bytes: () => undefined, done: () => undefined };
/** Without a terminal, only files that take a while are worth a line of a log. */
const largeBytes = 20 * 1024 ** 2;
const redrawMs = 100;
const barWidth = 24;

/** A bar on a terminal, a line per large file elsewhere and in CI, nothing when quiet. */
export function makeProgress(stream: ProgressStream, options: { readonly quiet: boolean; readonly ci: boolean; readonly now: () => number }): Progress {
  if (options.quiet) return silent;
  return stream.isTTY && !options.ci ? barProgress(stream, options.now) : lineProgress(stream);
}

function lineProgress(stream: ProgressStream): Progress {
  return {
    ...silent,
    file(name, index, count, size) {
      if (size >= largeBytes) stream.write(`reading ${escapeForTerminal(name)} (${plain(formatBytes(size))}, file ${index + 1} of ${count})\n`);
    },
  };
}

function barProgress(stream: ProgressStream, now: () => number): Progress {
  let current = { name: '', index: 0, count: 0, size: 0 };
  // The first bar waits a little too: what is quick needs none.
  let drawnAt = now();
  let drawn = false;
  const draw = (read: number): void => {
    const time = now();
    if (time - drawnAt < redrawMs) return;
    drawnAt = time;
    drawn = true;
    stream.write(`\r\x1b[2K${barLine(current, read, stream.columns)}`);
  };
  return {
    file(name, index, count, size) {
      current = { name, index, count, size };
      draw(0);
    },
    bytes: draw,
    done() {
      if (drawn) stream.write('\r\x1b[2K');
    },
  };
}

function barLine(file: { readonly name: string; readonly index: number; readonly count: number; readonly size: number }, read: number, columns: number): string {
  const share = file.size > 0 ? Math.min(1, read / file.size) : 0;
  const full = Math.round(share * barWidth);
  const bar = '█'.repeat(full) + '░'.repeat(barWidth - full);
  const figures = `${file.index + 1}/${file.count} ${plain(formatBytes(read))} of ${plain(formatBytes(file.size))}`;
  return `${bar} ${shorten(`${figures}  ${escapeForTerminal(file.name)}`, Math.max(20, columns - barWidth - 2))}`;
}
