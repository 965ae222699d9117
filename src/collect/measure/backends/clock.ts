import type { MeasuringBackend } from '../backend.ts';
import { endOnly } from '../backend.ts';

/** What is left where nothing else works, as on Windows: wall time alone. */
export function clockBackend(): MeasuringBackend {
  return {
    id: 'clock',
    title: 'wall clock only',
    layers: 0,
    probe: () => Promise.resolve(null),
    attempt: (shell) => ({ argv: shell, started: () => undefined, finish: endOnly }),
  };
}
