import { all } from './dom.ts';

/** Marks the boxes of the static flame graphs whose function matches, and returns how many there are. */
export function highlightFlames(search: string): number {
  const wanted = search.trim().toLowerCase();
  let found = 0;
  for (const box of all<SVGGElement>('g.box[data-name]')) {
    const matches = wanted !== '' && (box.dataset['name'] ?? '').toLowerCase().includes(wanted);
    box.classList.toggle('match', matches);
    if (matches) found += 1;
  }
  for (const svg of all<SVGSVGElement>('svg:has(g.box)')) svg.classList.toggle('searching', wanted !== '');
  return found;
}
