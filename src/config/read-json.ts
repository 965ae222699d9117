import { UserError } from '../core/errors.ts';
import { readYaml, type WrittenValue } from './read-yaml.ts';

/** Reads strict JSON; duplicate keys are refused, and values know their lines. Throws UserError with file and line. */
export function readJson(text: string, label: string): WrittenValue {
  if (text.trim() === '') return { value: null, lineOf: () => null, textOf: () => null };
  try {
    JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new UserError(`${label}: is no JSON: ${reasonOf(error)} (line ${lineOf(error, text)})`, 'JSON knows no comments, no trailing commas and no single quotes; YAML does');
  }
  // Tabs may indent JSON, but not what the YAML reader takes for a block.
  return readYaml(text, label);
}

function reasonOf(error: SyntaxError): string {
  return error.message.replace(/ in JSON at position.*| \(line \d+ column \d+\)$| at position \d+.*/s, '').slice(0, 200);
}

/** V8 names the place as "at position 40", or not at all at the end of the text. */
function lineOf(error: SyntaxError, text: string): number {
  const [, position] = /at position (\d+)/.exec(error.message) ?? [];
  return text.slice(0, position === undefined ? text.length : Number(position)).split('\n').length;
}
