import type { CallFrames } from './call-frames.ts';

/**
 * Call frame of a short JSON text; -1 where the text is no JSON object, which the tokenizer then
 * reports with its place.
 */
export function parseCallFrame(text: string, callFrames: CallFrames): number {
  const frame = parseObject(text);
  if (frame === null) return -1;
  const { functionName, url, lineNumber, columnNumber } = frame;
  return internCallFrame(callFrames, textOf(functionName), textOf(url), numberOf(lineNumber), numberOf(columnNumber));
}

/** Interns a call frame of the new form, whose line and column are 0-based, -1 where unknown. */
export function internCallFrame(callFrames: CallFrames, name: string, url: string, line: number, column: number): number {
  return callFrames.intern(name, url, position(line + 1), position(column + 1));
}

/** A usable 1-based line or column, 0 for anything else. */
export function position(value: number): number {
  return Number.isInteger(value) && value > 0 && value <= 0x7fffffff ? value : 0;
}

interface JsonObject {
  readonly functionName?: unknown;
  readonly url?: unknown;
  readonly lineNumber?: unknown;
  readonly columnNumber?: unknown;
}

function parseObject(text: string): JsonObject | null {
  try {
    const value = JSON.parse(text) as JsonObject | null;
    return typeof value === 'object' ? value : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function numberOf(value: unknown): number {
  return typeof value === 'number' ? value : -1;
}
