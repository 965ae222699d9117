import { UserError } from '../../core/errors.ts';
import { nearest } from '../../core/nearest.ts';
import type { MeasuringBackend } from './backend.ts';
import { clockBackend } from './backends/clock.ts';
import { gnuTimeBackend } from './backends/gnu-time.ts';
import { procBackend } from './backends/proc.ts';
import { wait4Backend } from './backends/wait4.ts';
import { wait4TimeBackend } from './backends/wait4-time.ts';

/** The backend to use, and why the ones before it were passed over. */
export interface BackendChoice {
  readonly backend: MeasuringBackend;
  readonly refused: readonly { readonly id: string; readonly reason: string }[];
}

/** All backends, the best first (docs/decisions/0008). `injectDir` holds wait4.py. */
export function createBackends(injectDir: string): MeasuringBackend[] {
  return [wait4TimeBackend(injectDir), gnuTimeBackend(), wait4Backend(injectDir), procBackend(), clockBackend()];
}

/** The best backend that works here, or the one that is `wanted`: UserError where that one is unknown or does not work. */
export async function chooseBackend(injectDir: string, wanted: string | null = null): Promise<BackendChoice> {
  const backends = createBackends(injectDir);
  const ids = backends.map(({ id }) => id);
  if (wanted !== null && !ids.includes(wanted)) {
    const near = nearest(wanted, ids);
    throw new UserError(`there is no backend '${wanted}'`, near === null ? `choose one of ${ids.join(', ')}` : `did you mean '${near}'?`);
  }
  const refused: { id: string; reason: string }[] = [];
  for (const backend of backends) {
    if (wanted !== null && backend.id !== wanted) continue;
    const reason = await backend.probe();
    if (reason === null) return { backend, refused };
    refused.push({ id: backend.id, reason });
  }
  throw new UserError(`the backend '${String(wanted)}' does not work here: ${refused[0]?.reason ?? ''}`, 'leave the choice to perf-report, or install what is missing');
}
