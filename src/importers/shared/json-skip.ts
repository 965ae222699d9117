import { nextByte, readNumber, readString, take, takeLiteral, unexpected } from './json-tokens.ts';
import { windowEnd, type JsonWindow } from './json-window.ts';

type State = 'value' | 'first-value' | 'key' | 'first-key' | 'string' | 'after';

/** Skips one value of any size and depth, checking its grammar: no recursion, one byte per open bracket. */
class ValueSkipper {
  private state: State = 'value';
  private closers = new Uint8Array(64);
  private depth = 0;

  /** With `commits`, what was skipped leaves the window, and an interrupted call goes on where it was. */
  run(window: JsonWindow, commits: boolean): void {
    while (this.state !== 'after' || this.depth > 0) {
      this.step(window, commits);
      if (commits) window.commit();
    }
  }

  private step(window: JsonWindow, commits: boolean): void {
    switch (this.state) {
      case 'string':
        skipStringRest(window, commits);
        this.state = 'after';
        return;
      case 'key':
      case 'first-key':
        this.stepKey(window);
        return;
      case 'after':
        this.stepAfter(window);
        return;
      default:
        this.stepValue(window);
    }
  }

  private stepKey(window: JsonWindow): void {
    const byte = nextByte(window);
    if (byte === 34) {
      readString(window);
      take(window, 58);
      this.state = 'value';
    } else if (byte === 125 && this.state === 'first-key') this.leave(window);
    else throw unexpected(window, 'a key');
  }

  private stepAfter(window: JsonWindow): void {
    const closer = this.closers[this.depth - 1] as number;
    const byte = nextByte(window);
    if (byte === closer) this.leave(window);
    else if (byte === 44) {
      window.pos += 1;
      this.state = closer === 125 ? 'key' : 'value';
    } else throw unexpected(window, closer === 125 ? '"," or "}"' : '"," or "]"');
  }

  private stepValue(window: JsonWindow): void {
    const byte = nextByte(window);
    if (byte === 34) {
      window.pos += 1;
      this.state = 'string';
    } else if (byte === 123) this.enter(window, 125, 'first-key');
    else if (byte === 91) this.enter(window, 93, 'first-value');
    else if (byte === 93 && this.state === 'first-value') this.leave(window);
    else {
      if (byte === 45 || (byte >= 48 && byte <= 57)) readNumber(window);
      else takeLiteral(window);
      this.state = 'after';
    }
  }

  private enter(window: JsonWindow, closer: number, state: State): void {
    if (this.depth === this.closers.length) {
      const grown = new Uint8Array(this.depth * 2);
      grown.set(this.closers);
      this.closers = grown;
    }
    this.closers[this.depth++] = closer;
    window.pos += 1;
    this.state = state;
  }

  private leave(window: JsonWindow): void {
    window.pos += 1;
    this.depth -= 1;
    this.state = 'after';
  }
}

/** Goes past the closing quote of a string whose opening quote was taken. */
function skipStringRest(window: JsonWindow, commits: boolean): void {
  const bytes = window.bytes;
  let p = window.pos;
  for (let byte = bytes[p] as number; byte !== 34; byte = bytes[++p] as number) {
    if (byte >= 32 && byte !== 92) continue;
    if (byte === 92 && p + 5 < window.end) {
      p += escapeLength(window, p) - 1;
      continue;
    }
    if (byte === 92 || p >= window.end) {
      // A string may be longer than any window: only its end matters.
      window.pos = p;
      if (commits) window.commit();
      throw windowEnd;
    }
    throw window.error('a string holds a control character', p);
  }
  window.pos = p + 1;
}

function escapeLength(window: JsonWindow, p: number): number {
  const letter = window.bytes[p + 1] as number;
  if (letter !== 117) {
    if ('"\\/bfnrt'.includes(String.fromCharCode(letter))) return 2;
  } else if (/^[0-9a-fA-F]{4}$/.test(window.bytes.toString('latin1', p + 2, p + 6))) return 6;
  throw window.error('a string holds a wrong escape', p);
}

/** Skips a value inside an element that is read in one piece. */
export function skipValue(window: JsonWindow): void {
  const byte = nextByte(window);
  if (byte === 34) {
    window.pos += 1;
    skipStringRest(window, false);
  } else if (byte === 123 || byte === 91) new ValueSkipper().run(window, false);
  else if (byte === 45 || (byte >= 48 && byte <= 57)) readNumber(window);
  else takeLiteral(window);
}

/** Skips a value that may be larger than memory, between two elements. */
export async function skipStreamed(window: JsonWindow): Promise<void> {
  const skipper = new ValueSkipper();
  await window.run(() => skipper.run(window, true));
}

/** A string, or `fallback` where another value stands. */
export function readStringOr(window: JsonWindow, fallback: string): string {
  if (nextByte(window) === 34) return readString(window);
  skipValue(window);
  return fallback;
}

/** A number, or `fallback` where another value stands. */
export function readNumberOr(window: JsonWindow, fallback: number): number {
  const byte = nextByte(window);
  if (byte === 45 || (byte >= 48 && byte <= 57)) return readNumber(window);
  skipValue(window);
  return fallback;
}

/** True before a value that begins with `bracket`; any other value is skipped. */
export async function skipUnless(window: JsonWindow, bracket: number): Promise<boolean> {
  const found = await window.run(() => nextByte(window) === bracket);
  if (!found) await skipStreamed(window);
  return found;
}
