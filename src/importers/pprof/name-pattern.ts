import { parsePattern, type Instruction } from './pattern-parser.ts';

/**
 * A regular expression from a profile, matched against whole names in time linear in the name: the
 * pattern is hostile and JavaScript's own matcher takes exponential time on some. Covers the RE2
 * syntax that drop_frames uses: literals, classes, groups, alternatives, repetition.
 */
export class NamePattern {
  private readonly program: readonly Instruction[];
  private readonly seen: Int32Array;
  private stamp = 0;
  private stepsLeft = maxSteps;

  private constructor(program: readonly Instruction[]) {
    this.program = program;
    this.seen = new Int32Array(program.length);
  }

  /** Undefined where the pattern is too long or not understood. */
  static compile(source: string): NamePattern | undefined {
    const program = parsePattern(source);
    return program === undefined ? undefined : new NamePattern(program);
  }

  get exhausted(): boolean {
    return this.stepsLeft <= 0;
  }

  matches(name: string): boolean {
    let states = this.closure([0], 0, name.length);
    let at = 0;
    for (; at < name.length && states.length > 0; ) {
      const code = name.codePointAt(at) as number;
      at += code > 0xffff ? 2 : 1;
      this.stepsLeft -= states.length + 1;
      if (this.exhausted) return false;
      const next: number[] = [];
      for (const state of states) {
        const instruction = this.program[state] as Instruction;
        if (instruction.op === 'match' && instruction.set(code)) next.push(state + 1);
      }
      states = this.closure(next, at, name.length);
    }
    return at >= name.length && states.some((state) => (this.program[state] as Instruction).op === 'accept');
  }

  /** The states reachable from `from` without reading: a stack, not recursion. */
  private closure(from: readonly number[], at: number, length: number): number[] {
    const stamp = ++this.stamp;
    const stack = [...from];
    const reached: number[] = [];
    for (let state = stack.pop(); state !== undefined; state = stack.pop()) {
      if (this.seen[state] === stamp) continue;
      this.seen[state] = stamp;
      this.stepsLeft -= 1;
      const instruction = this.program[state] as Instruction;
      if (instruction.op === 'jump') stack.push(instruction.to);
      else if (instruction.op === 'split') stack.push(instruction.to, state + 1);
      else if (instruction.op === 'begin' || instruction.op === 'end') {
        if (at === (instruction.op === 'begin' ? 0 : length)) stack.push(state + 1);
      } else reached.push(state);
    }
    return reached;
  }
}

/** All names of a file together: a fraction of a second. Real patterns use a few million. */
const maxSteps = 50_000_000;
