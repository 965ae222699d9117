import type { Note } from '../core/model/note.ts';
import type { HostFacts, RunProfile, RunRecord, RunSample, RunStatus } from '../core/model/run-record.ts';
import type { RunTools, WorkloadPlan } from './run-plan.ts';

/** Holds the record of a run while it grows; every change that matters is saved at once, so that a killed run keeps what it measured. */
export class RunRecorder {
  private record: RunRecord;
  private readonly tools: RunTools;

  constructor(plan: WorkloadPlan, tools: RunTools) {
    this.tools = tools;
    const { git } = tools;
    this.record = {
      schema: 'perf-report/run/v1',
      tool: { name: 'perf-report', version: tools.toolVersion },
      workload: plan.name,
      command: plan.command,
      status: 'running',
      failure: null,
      failureOutput: null,
      settings: { runs: plan.runs, warmup: plan.warmup, timeoutSeconds: plan.timeoutSeconds, profilers: tools.profilers, backend: tools.backendId },
      startedAt: isoSeconds(tools.now()),
      finishedAt: null,
      arms: [{ arm: 'head', sha: git?.sha ?? null, branch: git?.branch ?? null, dirty: git?.dirty ?? null }],
      samples: [],
      profiles: [],
      git,
      host: null,
      ci: tools.ci,
      notes: tools.notes,
    };
  }

  get current(): RunRecord {
    return this.record;
  }

  async addSample(sample: RunSample): Promise<void> {
    this.record = { ...this.record, samples: [...this.record.samples, sample] };
    await this.save();
  }

  async addProfiles(profiles: readonly RunProfile[], notes: readonly Note[]): Promise<void> {
    this.record = { ...this.record, profiles: [...this.record.profiles, ...profiles], notes: [...this.record.notes, ...notes] };
    await this.save();
  }

  addNote(note: Note): void {
    this.record = { ...this.record, notes: [...this.record.notes, note] };
  }

  setHost(host: HostFacts): void {
    this.record = { ...this.record, host };
  }

  fail(failure: string, failureOutput: string | null): void {
    this.record = { ...this.record, status: 'failed', failure, failureOutput };
  }

  /** Ends the run; a failure that was told before stays. */
  async finish(status: RunStatus): Promise<RunRecord> {
    this.record = { ...this.record, status: this.record.status === 'failed' ? 'failed' : status, finishedAt: isoSeconds(this.tools.now()) };
    await this.save();
    return this.record;
  }

  async save(): Promise<void> {
    await this.tools.save(this.record);
  }
}

function isoSeconds(time: Date): string {
  return time.toISOString();
}
