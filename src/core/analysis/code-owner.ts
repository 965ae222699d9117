import type { CodeOwner } from '../model/report.ts';
import type { DisplayPaths } from './identity/display-paths.ts';

// Frames that profilers make up for what is not a function of the program.
const madeUp = /^\((?:program|garbage collector|idle|root|pruned|more functions|unknown|unknown node|anonymous native|no Python frames)\)$/;
// Go's runtime and standard packages have file paths; C libraries and kernels often have names alone.
const runtimeName = /^(?:\{|<built-in|<method |builtins\.|runtime\.|\[unknown\]|\[kernel|\[await\]$|\[out-of-context\]$|0x[0-9a-f]+)/;

/**
 * Whose code a function is: `own` is the project's, `library` an installed package's, `runtime` the
 * language's (standard library, builtins, garbage collector).
 */
export function ownerOf(name: string, file: string, paths: DisplayPaths): CodeOwner {
  if (madeUp.test(name) || runtimeName.test(name) || /_\[k\]$/.test(name)) return 'runtime';
  if (file === '' || file === '~' || file === 'native') return file === '' && !looksBuiltin(name) ? 'own' : 'runtime';
  return paths.place(file).origin;
}

function looksBuiltin(name: string): boolean {
  return name.startsWith('{') || name.startsWith('<');
}
