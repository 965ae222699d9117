import { pathToFileURL } from 'node:url';
import { UserError } from '../core/errors.ts';

/**
 * The default export of a module, or what it returns where it is a function; promises are awaited.
 * This runs the module. Throws UserError where that fails.
 */
export async function loadModule(path: string, label: string): Promise<unknown> {
  let exported: unknown;
  try {
    const module = (await import(pathToFileURL(path).href)) as Record<string, unknown>;
    exported = module['default'];
    if (typeof exported === 'function') exported = (exported as () => unknown)();
    exported = await exported;
  } catch (error) {
    throw new UserError(`${label}: cannot be loaded: ${describe(error)}${placeOf(error, path)}`, 'node with the name of the file shows the whole error');
  }
  if (exported === undefined) throw new UserError(`${label}: has no default export`, 'for example: export default { workloads: { sample: { command: "python3 -m photo_tagger" } } };');
  return exported;
}

function describe(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message.split('\n')[0] ?? ''}` : String(error);
}

/** " (line 3)" where the stack names a line of the module itself. */
function placeOf(error: unknown, path: string): string {
  const stack = error instanceof Error ? (error.stack ?? '') : '';
  const names = [path, pathToFileURL(path).href];
  const line = names.map((name) => stack.split(`${name}:`)[1]).find((rest) => rest !== undefined);
  const [, figure] = /^(\d+)/.exec(line ?? '') ?? [];
  return figure === undefined ? '' : ` (line ${figure})`;
}
