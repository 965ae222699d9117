import { join } from 'node:path';
import { quoteForShell } from '../../core/quote-for-shell.ts';
import type { Arm, RunSample } from '../../core/model/run-record.ts';
import { maxLogBytes, sampleOf } from '../run-samples.ts';
import type { RunTools } from '../run-plan.ts';

/** About 0.2 s of one processor: each step needs the one before it, so that no compiler and no second core shortens it. */
const controlScript = '(()=>{let x=1;for(let i=0;i<12e7;i++)x=(Math.imul(x,1664525)+1013904223)|0;if(x===0.5)console.log(x)})()';

const controlTimeoutMs = 60_000;

/** The command of the control workload: the same work each time, whatever is measured. */
export const controlCommand = `exec ${quoteForShell(process.execPath)} -e ${quoteForShell(controlScript)}`;

/** Executes the control workload in the slot of an arm; null where it did not end well, which says nothing of the workload. */
export async function measureControl(tools: RunTools, arm: Arm, pair: number): Promise<RunSample | null> {
  const measurement = await tools.execute({
    command: controlCommand,
    cwd: tools.scratchDir,
    env: { PATH: tools.env['PATH'] ?? '' },
    timeoutMs: controlTimeoutMs,
    stdoutPath: join(tools.scratchDir, 'control-stdout.log'),
    stderrPath: join(tools.scratchDir, 'control-stderr.log'),
    maxLogBytes,
    scratchDir: tools.scratchDir,
    instructions: false,
  });
  return measurement.ending === 'exited' && measurement.exitCode === 0 ? sampleOf(measurement, { arm, pair, warmup: false, counters: null }) : null;
}
