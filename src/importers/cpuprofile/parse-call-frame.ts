import type { CallFrames } from '../shared/v8-call-frames.ts';

/**
 * Call frame of a short JSON text; -1 where the text is no JSON object, which the tokenizer then
 * reports with its place.
 */
export function parseCallFrame(text: string, callFrames: CallFrames): number {
  const frame = parseObject(text);
  if (frame === null) return -1;
  const { functionName, url, lineNumber, columnNumber } = frame;
  return callFrames.internZeroBased(textOf(functionName), textOf(url), numberOf(lineNumber), numberOf(columnNumber));
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
