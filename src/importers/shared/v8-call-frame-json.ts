import { firstKey, KeySet, nextKey, noMoreKeys } from './json-keys.ts';
import { readNumberOr, readStringOr, skipValue } from './json-skip.ts';
import { take } from './json-tokens.ts';
import type { JsonWindow } from './json-window.ts';
import type { CallFrames } from './v8-call-frames.ts';

const keys = new KeySet(['functionName', 'scriptId', 'url', 'lineNumber', 'columnNumber']);
const [FUNCTION_NAME, , URL, LINE, COLUMN] = [0, 1, 2, 3, 4];

/**
 * Reads a `callFrame` (`Runtime.CallFrame` of the DevTools protocol) of any spelling and gives its index
 * in `callFrames`. Values that are unusable count as unknown. Throws InputError where no object stands.
 */
export function readCallFrame(window: JsonWindow, callFrames: CallFrames): number {
  let name = '';
  let url = '';
  let line = -1;
  let column = -1;
  take(window, 123);
  for (let key = nextKey(window, keys, firstKey); key !== noMoreKeys; key = nextKey(window, keys, key)) {
    if (key === FUNCTION_NAME) name = readStringOr(window, '');
    else if (key === URL) url = readStringOr(window, '');
    else if (key === LINE) line = readNumberOr(window, -1);
    else if (key === COLUMN) column = readNumberOr(window, -1);
    else skipValue(window);
  }
  return callFrames.internZeroBased(name, url, line, column);
}
