import { formatDuration } from '../core/units/duration.ts';
import { escapeForTerminal, shorten } from './escape.ts';
import { plain } from './plain.ts';
import type { ProgressStream } from './progress.ts';

export type RunStep = 'setup' | 'warmup' | 'sample' | 'pair' | 'profile';

/** How many executions a run is made of, as far as known. */
export interface RunShape {
  readonly workload: string;
  readonly executions: number;
  readonly profiles: number;
}

export interface RunProgressLine {
  start(step: RunStep, number: number, count: number, title: string): void;
  end(wallSeconds: number): void;
  say(text: string): void;
  /** Clears what is left on the line. */
  done(): void;
}

const silent: RunProgressLine = { start: () => undefined, end: () => undefined, say: () => undefined, done: () => undefined };
/** Once a second is enough for people and nothing beside a measured process. */
const redrawMs = 1000;
/** A guess until the first profiled execution has ended: profilers slow programs down about so much. */
const guessedOverhead = 2;

const stepWords: Readonly<Record<RunStep, string>> = { setup: 'setup', warmup: 'warm-up', sample: 'sample', pair: 'pair', profile: 'profile' };

/** A live line on a terminal (what runs, how often, the remaining time), a line per execution elsewhere and in CI, nothing when quiet. */
export function makeRunProgress(stream: ProgressStream, shape: RunShape, options: { readonly quiet: boolean; readonly ci: boolean; readonly now: () => number }): RunProgressLine {
  if (options.quiet) return silent;
  const live = stream.isTTY && !options.ci;
  const estimate = new RemainingTime(shape);
  let current = '';
  let startedAt = options.now();
  let timer: ReturnType<typeof setInterval> | undefined;
  const draw = (): void => {
    const elapsed = (options.now() - startedAt) / 1000;
    const left = estimate.left(elapsed);
    stream.write(`\r\x1b[2K${shorten(`${current}  ${Math.floor(elapsed)} s${left === null ? '' : `  ${left}`}`, Math.max(20, stream.columns - 1))}`);
  };
  const stop = (): void => {
    clearInterval(timer);
    if (live) stream.write('\r\x1b[2K');
  };
  return {
    start(step, number, count, title) {
      const which = count > 1 || step === 'sample' || step === 'pair' ? ` ${number} of ${count}` : '';
      current = `${escapeForTerminal(shape.workload)}: ${stepWords[step]}${which}${title === '' ? '' : ` (${escapeForTerminal(title)})`}`;
      estimate.start(step);
      startedAt = options.now();
      if (!live) return;
      draw();
      timer = setInterval(draw, redrawMs);
      timer.unref();
    },
    end(wallSeconds) {
      estimate.end(wallSeconds);
      stop();
      const left = estimate.left(0);
      if (!live) stream.write(`${current}: ${seconds(wallSeconds)}${left === null ? '' : `, ${left}`}\n`);
    },
    say(text) {
      if (live) stream.write(`\r\x1b[2K${shorten(`${escapeForTerminal(shape.workload)}: ${escapeForTerminal(text)}`, Math.max(20, stream.columns - 1))}`);
    },
    done: stop,
  };
}

/** Guesses how long the rest of a run takes from the executions that have ended. */
class RemainingTime {
  private measuredLeft: number;
  private profilesLeft: number;
  private readonly measured: number[] = [];
  private readonly profiled: number[] = [];
  private step: RunStep = 'setup';

  constructor(shape: RunShape) {
    this.measuredLeft = shape.executions;
    this.profilesLeft = shape.profiles;
  }

  start(step: RunStep): void {
    this.step = step;
  }

  end(wallSeconds: number): void {
    if (this.step === 'profile') {
      this.profilesLeft -= 1;
      this.profiled.push(wallSeconds);
    } else if (this.step !== 'setup') {
      // Pairs may go on after the look that was planned for.
      this.measuredLeft = Math.max(0, this.measuredLeft - 1);
      this.measured.push(wallSeconds);
    }
  }

  /** "about 12 s left"; null where nothing is known yet. */
  left(elapsed: number): string | null {
    const one = mean(this.measured);
    if (one === null) return null;
    const profile = mean(this.profiled) ?? one * guessedOverhead;
    const rest = Math.max(0, this.measuredLeft * one + this.profilesLeft * profile - elapsed);
    return this.measuredLeft + this.profilesLeft === 0 ? null : `about ${rest < 60 ? `${Math.ceil(rest)} s` : `${Math.ceil(rest / 60)} min`} left`;
  }
}

function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;
}

function seconds(value: number): string {
  return plain(formatDuration(value));
}
