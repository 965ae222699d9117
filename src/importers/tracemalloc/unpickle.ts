import { InputError } from '../../core/errors.ts';
import type { ImportLimits } from '../../core/limits.ts';
import { Cells, IntColumn, Tag } from './cells.ts';
import { describeOpcode, Op } from './opcodes.ts';
import { readInteger, readLength } from './operands.ts';
import { readRun } from './runs.ts';
import { ImpossibleNumber, SnapshotTables } from './snapshot-tables.ts';
import { SnapshotObjects } from './snapshot-objects.ts';

/** A snapshot as the pickle holds it. */
export interface UnpickledSnapshot {
  readonly tables: SnapshotTables;
  /** Index of every trace, in the file's order. */
  readonly traces: IntColumn;
  /** Frames per traceback that tracemalloc was told to record; null where the file does not say. */
  readonly tracebackLimit: number | null;
  /** Offset of the first byte after the pickle. */
  readonly end: number;
}

const damaged = 'record it again with snapshot.dump(path)';
const foreign = 'nothing of it was run; if you trust the file, load it in Python and write it again with snapshot.dump(path)';

/**
 * Reads a pickle of protocol 4 or 5 that holds one `tracemalloc.Snapshot`, and nothing else: opcodes, classes
 * and shapes that such a dump does not need are refused, and nothing is executed (formats: CPython's
 * Modules/_pickle.c and Lib/tracemalloc.py). Throws InputError with the byte offset.
 */
export function unpickleSnapshot(bytes: Buffer, limits: ImportLimits): UnpickledSnapshot {
  const reader = new SnapshotUnpickler(bytes, limits);
  try {
    return reader.read();
  } catch (error) {
    if (error instanceof ImpossibleNumber) throw new InputError(error.message, { offset: reader.opcodeAt }, damaged);
    throw error;
  }
}

class SnapshotUnpickler {
  /** Offset of the opcode that is being read. */
  opcodeAt = 0;
  private readonly bytes: Buffer;
  private readonly tables: SnapshotTables;
  private readonly objects = new SnapshotObjects();
  /** Holds at most a batch of 1,000 values in files that CPython writes. */
  private readonly stack = new Cells(4096);
  private readonly memo: Cells;
  private readonly marks = new IntColumn(64);

  constructor(bytes: Buffer, limits: ImportLimits) {
    this.bytes = bytes;
    this.tables = new SnapshotTables(limits, bytes.length);
    this.memo = new Cells(1024 + (bytes.length >> 3));
  }

  read(): UnpickledSnapshot {
    const { bytes } = this;
    const protocol = bytes[1];
    if (bytes[0] !== Op.PROTO || (protocol !== 4 && protocol !== 5)) this.fail('this is no pickle of protocol 4 or 5', damaged);
    let at = 2;
    while (at < bytes.length) {
      let opcode = bytes[at] as number;
      if (opcode === Op.MARK || opcode === Op.BINGET || opcode === Op.LONG_BINGET) {
        at = readRun(bytes, at, this.stack, this.memo, this.tables);
        opcode = bytes[at] as number;
      }
      this.opcodeAt = at++;
      if (opcode === Op.STOP) return this.finish(at);
      at = this.step(opcode, at);
    }
    this.opcodeAt = bytes.length;
    return this.truncated();
  }

  /** Runs one opcode whose operands start at `at`; returns the offset of the next opcode. */
  private step(opcode: number, at: number): number {
    const { stack } = this;
    switch (opcode) {
      case Op.BININT1:
        this.need(at, 1);
        stack.push(Tag.INT, this.bytes[at] as number);
        return at + 1;
      case Op.MEMOIZE:
        this.needCells(1);
        this.memo.push(stack.tags[stack.length - 1] as number, stack.values[stack.length - 1] as number);
        return at;
      case Op.LONG_BINGET:
        this.need(at, 4);
        this.get(this.bytes.readUInt32LE(at));
        return at + 4;
      case Op.BINGET:
        this.need(at, 1);
        this.get(this.bytes[at] as number);
        return at + 1;
      case Op.MARK:
        this.marks.push(stack.length);
        return at;
      case Op.TUPLE:
        this.tuple(this.popMark());
        return at;
      case Op.BININT2:
        this.need(at, 2);
        stack.push(Tag.INT, this.bytes.readUInt16LE(at));
        return at + 2;
      case Op.BININT:
        this.need(at, 4);
        stack.push(Tag.INT, this.bytes.readInt32LE(at));
        return at + 4;
      case Op.TUPLE1:
      case Op.TUPLE2:
      case Op.TUPLE3:
        this.needCells(opcode - Op.TUPLE1 + 1);
        this.tuple(stack.length - (opcode - Op.TUPLE1 + 1));
        return at;
      default:
        return this.rareStep(opcode, at);
    }
  }

  private rareStep(opcode: number, at: number): number {
    const { stack } = this;
    switch (opcode) {
      case Op.FRAME:
        this.need(at, 8);
        this.need(at + 8, readLength(this.bytes, at, 8));
        return at + 8;
      case Op.SHORT_BINUNICODE:
        return this.text(at, 1);
      case Op.BINUNICODE:
        return this.text(at, 4);
      case Op.BINUNICODE8:
        return this.text(at, 8);
      case Op.LONG1:
        return this.long(at);
      case Op.NONE:
      case Op.NEWTRUE:
      case Op.NEWFALSE:
        stack.push(Tag.NONE, 0);
        return at;
      case Op.EMPTY_TUPLE:
        stack.push(Tag.EMPTY, 0);
        return at;
      case Op.EMPTY_LIST:
        stack.push(Tag.LIST, this.objects.addList() ?? this.tooMany());
        return at;
      case Op.EMPTY_DICT:
        stack.push(Tag.DICT, this.objects.addDict() ?? this.tooMany());
        return at;
      case Op.APPEND:
        this.needCells(2);
        this.append(stack.length - 1);
        return at;
      case Op.APPENDS:
        this.append(this.popMark());
        return at;
      case Op.SETITEM:
        this.needCells(3);
        this.setItems(stack.length - 2);
        return at;
      case Op.SETITEMS:
        this.setItems(this.popMark());
        return at;
      case Op.STACK_GLOBAL:
        this.stackGlobal();
        return at;
      case Op.NEWOBJ:
        this.newObject();
        return at;
      case Op.BUILD:
        this.build();
        return at;
      default:
        return this.fail(`the pickle uses the opcode ${describeOpcode(opcode)}, which no tracemalloc snapshot needs: refused`, foreign);
    }
  }

  private get(index: number): void {
    if (index >= this.memo.length) this.fail(`the pickle refers to memo ${index}, which is not set`, damaged);
    this.stack.push(this.memo.tags[index] as number, this.memo.values[index] as number);
  }

  /** Replaces the cells from `from` on by the tuple of them. */
  private tuple(from: number): void {
    const tag = this.tables.addTuple(this.stack, from);
    this.stack.length = from;
    this.stack.push(tag, this.tables.value);
  }

  private text(at: number, lengthBytes: number): number {
    this.need(at, lengthBytes);
    const length = readLength(this.bytes, at, lengthBytes);
    const start = at + lengthBytes;
    this.need(start, length);
    this.stack.push(Tag.TEXT, this.tables.addText(this.bytes, start, start + length));
    return start + length;
  }

  private long(at: number): number {
    this.need(at, 1);
    const length = this.bytes[at] as number;
    if (length > 8) this.fail(`the pickle holds an integer of ${length} bytes; no size of memory needs more than 8`, damaged);
    this.need(at + 1, length);
    this.tables.pushInteger(this.stack, readInteger(this.bytes, at + 1, length));
    return at + 1 + length;
  }

  private append(from: number): void {
    const { stack } = this;
    const list = from - 1;
    if (list < this.fence() || stack.tags[list] !== Tag.LIST) this.fail('the pickle appends to something that is not a list', damaged);
    this.objects.append(stack.values[list] as number, stack, from, this.opcodeAt);
    stack.length = from;
  }

  private setItems(from: number): void {
    const { stack } = this;
    const dict = from - 1;
    if (dict < this.fence() || stack.tags[dict] !== Tag.DICT) this.fail('the pickle sets items of something that is not a dict', damaged);
    if ((stack.length - from) % 2 !== 0) this.fail('the pickle sets a dict key without a value', damaged);
    for (let at = from; at < stack.length; at += 2) {
      if (stack.tags[at] !== Tag.TEXT) this.fail('the pickle has a dict key that is not a text', damaged);
      const key = this.tables.texts[stack.values[at] as number] as string;
      this.objects.setItem(stack.values[dict] as number, key, stack.tags[at + 1] as number, stack.values[at + 1] as number);
    }
    stack.length = from;
  }

  private stackGlobal(): void {
    this.needCells(2);
    const { stack } = this;
    const at = stack.length - 2;
    if (stack.tags[at] !== Tag.TEXT || stack.tags[at + 1] !== Tag.TEXT) this.fail('the pickle names a class by something that is not a text', damaged);
    const name = [at, at + 1].map((cell) => this.tables.texts[stack.values[cell] as number] as string).join('.');
    const index = this.objects.classIndex(name);
    if (index < 0) this.fail(`the pickle asks for ${name.slice(0, 120)}, which is no class of a tracemalloc snapshot: refused`, foreign);
    stack.length = at;
    stack.push(Tag.CLASS, index);
  }

  private newObject(): void {
    this.needCells(2);
    const { stack } = this;
    const at = stack.length - 2;
    if (stack.tags[at] !== Tag.CLASS || stack.tags[at + 1] !== Tag.EMPTY) {
      this.fail('the pickle makes an object from something else than a class and no arguments: refused', foreign);
    }
    const object = this.objects.addObject(stack.values[at] as number) ?? this.tooMany();
    stack.length = at;
    stack.push(Tag.OBJECT, object);
  }

  private build(): void {
    this.needCells(2);
    const { stack } = this;
    const at = stack.length - 2;
    if (stack.tags[at] !== Tag.OBJECT || stack.tags[at + 1] !== Tag.DICT) this.fail('the pickle sets the state of an object to something that is not a dict: refused', foreign);
    this.objects.setState(stack.values[at] as number, stack.values[at + 1] as number);
    stack.length = at + 1;
  }

  private finish(end: number): UnpickledSnapshot {
    const { stack } = this;
    if (stack.length === 0) this.fail('the pickle ends without a value', damaged);
    const last = stack.length - 1;
    const found = this.objects.snapshot(stack.tags[last] as number, stack.values[last] as number);
    if (found === null) {
      return this.fail('this pickle is not a tracemalloc Snapshot.dump', 'lists or dicts of snapshots are not read: dump each with snapshot.dump(path)');
    }
    if (found.foreignItemAt >= 0) {
      this.opcodeAt = found.foreignItemAt;
      this.fail('the snapshot holds something that is not a trace of (domain, size, frames)', damaged);
    }
    return { tables: this.tables, traces: found.traces, tracebackLimit: found.tracebackLimit, end };
  }

  private popMark(): number {
    if (this.marks.length === 0) this.fail('the pickle closes a group that was not opened (no MARK)', damaged);
    this.marks.length -= 1;
    return this.marks.values[this.marks.length] as number;
  }

  /** Cells below the innermost mark, which opcodes must not take. */
  private fence(): number {
    return this.marks.length === 0 ? 0 : (this.marks.values[this.marks.length - 1] as number);
  }

  private needCells(count: number): void {
    if (this.stack.length - this.fence() < count) this.fail('the pickle takes more values than it made', damaged);
  }

  private need(at: number, count: number): void {
    if (at + count > this.bytes.length) this.truncated();
  }

  private tooMany(): never {
    return this.fail('the pickle makes more lists, dicts and objects than a snapshot has', damaged);
  }

  private truncated(): never {
    return this.fail('the snapshot ends too early, or a length in it is wrong', 'was the program stopped while it wrote the file? ' + damaged);
  }

  private fail(message: string, hint: string): never {
    throw new InputError(message, { offset: this.opcodeAt }, hint);
  }
}
