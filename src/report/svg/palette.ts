import type { CodeOwner } from '../../core/model/report.ts';

/** Self share from which a box has heat 1, 2, 3 and 4. */
export const heatSteps: readonly number[] = [0.003, 0.01, 0.05, 0.2];

/** How a box looks: heat by its self share, ink by whose code it is, hatching where it waits. */
export interface BoxLook {
  readonly heat: number;
  readonly owner: CodeOwner | 'unknown';
  readonly waiting: boolean;
}

// The light theme as attributes, for pages without style; report.css says the same as variables.
export const heatFill: readonly string[] = ['#dde2e8', '#fbe8d2', '#f8cd9c', '#f1a95f', '#e0822f'];
const softFill = '#e9ecf0';
export const ink = '#16191d';
export const softInk = '#545c66';
export const paper = '#ffffff';

/** Fill of a box in the light theme; `hatch` is the id of the document's waiting pattern. */
export function fillOf(look: BoxLook, hatch: string): string {
  if (look.waiting && look.heat > 0) return `url(#${hatch})`;
  if (look.heat === 0 && look.owner !== 'own') return softFill;
  return heatFill[look.heat] ?? softFill;
}

/** Heat 0 to 4 of a self share. */
export function heatOf(selfShare: number, steps: readonly number[] = heatSteps): number {
  let heat = 0;
  for (const step of steps) if (selfShare >= step) heat += 1;
  return heat;
}

/** The hatching that means waiting, as the content of `<defs>`. */
export function hatchPattern(id: string): string {
  return (
    `<pattern id="${id}" width="7" height="7" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">` +
    '<rect class="hatch-ground" width="7" height="7" fill="#d8dde3"/><rect class="hatch-line" width="2.5" height="7" fill="#c0c8d1"/></pattern>'
  );
}
