import { constants } from 'node:os';

const names = new Map(Object.entries(constants.signals).map(([name, number]) => [number as number, name]));
// Node knows two names for some numbers; these are the usual ones.
for (const name of ['SIGABRT', 'SIGIO', 'SIGCHLD'] as const) names.set(constants.signals[name], name);

/** 9 for "SIGKILL". */
export function signalNumber(name: NodeJS.Signals | null): number | null {
  return name === null ? null : constants.signals[name];
}

/** "SIGKILL" for 9, "signal 64" for one without a name. */
export function signalName(number: number): string {
  return names.get(number) ?? `signal ${number}`;
}

export function isSignal(number: number): boolean {
  return names.has(number);
}
