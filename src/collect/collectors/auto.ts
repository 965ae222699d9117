import { UserError } from '../../core/errors.ts';
import { nearest } from '../../core/nearest.ts';
import type { Program } from '../program.ts';
import type { Collector } from './collector.ts';
import { collectors } from './index.ts';

/**
 * The collectors of a workload in the order given, each once; `auto` stands for all that suit the
 * program. Throws UserError for a name that no collector has.
 */
export function pickCollectors(profilers: readonly string[], program: Program): readonly Collector[] {
  return [...new Set(profilers.flatMap((id) => (id === 'auto' ? collectors.filter((collector) => collector.suits(program)) : [findCollector(id)])))];
}

function findCollector(id: string): Collector {
  const found = collectors.find((collector) => collector.id === id);
  if (found !== undefined) return found;
  const ids = ['auto', ...collectors.map((collector) => collector.id)];
  const near = nearest(id, ids);
  throw new UserError(`there is no profiler called "${id}"`, near === null ? `the profilers are ${ids.join(', ')}` : `did you mean "${near}"?`);
}
