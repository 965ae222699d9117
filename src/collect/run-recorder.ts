import type { Note } from '../core/model/note.ts';
import type { HostFacts, RunProfile, RunRecord, RunSample, RunStatus } from '../core/model/run-record.ts';
import type { RunBase } from './ab/arms.ts';
import type { RunTools, WorkloadPlan } from './run-plan.ts';

/** Holds the record of a run while it grows; every change that matters is saved at once, so that a killed run keeps what it measured. */
export class RunRecorder {
  private record: RunRecord;
  private readonly tools: RunTools;
  private readonly plan: WorkloadPlan;

  constructor(plan: WorkloadPlan, tools: RunTools, base: RunBase | null = null) {
    this.tools = tools;
    this.plan = plan;
    const arm = base === null || typeof base.arm === 'string' ? null : base.arm;
    const { git } = tools;
    this.record = {
      schema: 'perf-report/run/v1',
      tool: { name: 'perf-report', version: tools.toolVersion },
      workload: plan.name,
      command: plan.command,
      status: 'running',
      failure: null,
      failureOutput: null,
      settings: {
        runs: arm === null ? plan.runs : null,
        ...(arm === null ? {} : { pairs: arm.looks[0] ?? null, budgetSeconds: arm.budgetSeconds }),
        warmup: plan.warmup,
        timeoutSeconds: plan.timeoutSeconds,
        profilers: tools.profilers,
        backend: tools.backendId,
      },
      startedAt: tools.now().toISOString(),
      finishedAt: null,
      arms: [...(base === null ? [] : [{ arm: 'base' as const, sha: base.identity.sha, branch: null, dirty: false }]), { arm: 'head', sha: git?.sha ?? null, branch: git?.branch ?? null, dirty: git?.dirty ?? null }],
      samples: [],
      ...(base === null ? {} : { control: [], baseRef: base.identity.ref, baseFailure: null }),
      profiles: [],
      git: git === null || base === null ? git : { ...git, baseSha: base.identity.sha },
      host: null,
      ci: tools.ci,
      notes: tools.notes,
    };
  }

  get current(): RunRecord {
    return this.record;
  }

  /** Saved with the sample that follows. */
  addControl(sample: RunSample): void {
    this.record = { ...this.record, control: [...(this.record.control ?? []), sample] };
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

  /** What disturbed executions, a note for each sentence. */
  addProblems(problems: Iterable<string>, prefix = ''): void {
    for (const text of problems) this.addNote({ code: 'execution', text: prefix + text });
  }

  /** From here on the run is one of the head alone. */
  failBase(reason: string): void {
    const { runs, warmup } = this.plan;
    this.record = { ...this.record, baseFailure: reason, settings: { ...this.record.settings, runs, warmup, pairs: null, budgetSeconds: null } };
    this.addNote({ code: 'base-failed', text: reason });
  }

  setHost(host: HostFacts): void {
    const selfCheck = this.record.baseRef === undefined ? null : (this.tools.selfCheckOn?.(host) ?? null);
    this.record = { ...this.record, host, ...(selfCheck === null ? {} : { selfCheck }) };
  }

  fail(failure: string, failureOutput: string | null): void {
    this.record = { ...this.record, status: 'failed', failure, failureOutput };
  }

  /** Ends the run; a failure that was told before stays. */
  async finish(status: RunStatus): Promise<RunRecord> {
    this.record = { ...this.record, status: this.record.status === 'failed' ? 'failed' : status, finishedAt: this.tools.now().toISOString() };
    await this.save();
    return this.record;
  }

  async save(): Promise<void> {
    await this.tools.save(this.record);
  }
}
