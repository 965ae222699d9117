import picocolors from 'picocolors';

export type ColorChoice = 'auto' | 'always' | 'never';

/** The few styles that the program uses; each leaves the text alone where colour is off. */
export interface Palette {
  readonly strong: (text: string) => string;
  readonly faint: (text: string) => string;
  readonly good: (text: string) => string;
  readonly bad: (text: string) => string;
  readonly warn: (text: string) => string;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Whether to colour: the flag, then NO_COLOR, then FORCE_COLOR, then whether the stream is a terminal. */
export function decideColor(choice: ColorChoice, env: Environment, isTTY: boolean): boolean {
  if (choice !== 'auto') return choice === 'always';
  if ((env['NO_COLOR'] ?? '') !== '') return false;
  const force = env['FORCE_COLOR'];
  if (force !== undefined) return force !== '0' && force !== 'false';
  return isTTY && env['TERM'] !== 'dumb';
}

/** The styles, decided once per stream by `decideColor`. */
export function makePalette(on: boolean): Palette {
  const { bold, dim, green, red, yellow } = picocolors.createColors(on);
  return { strong: bold, faint: dim, good: green, bad: red, warn: yellow };
}
