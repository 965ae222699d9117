import { all, button, element } from './dom.ts';
import { formatNumber } from './quantity.ts';
import type { PageStore } from './page-store.ts';

/** Lists shorter than this are read as they are. */
const leastWorkloads = 6;

/**
 * Adds buttons above the list of workloads, one a verdict that occurs in it: [All 50] [Regressed 2] [Faster 3]. They show and hide the rows
 * and the sections below; the address keeps the choice.
 */
export function installWorkloadFilter(store: PageStore): void {
  const holder = document.getElementById('workload-filter');
  const rows = all<HTMLTableRowElement>('table.overview tr[data-verdict]');
  if (holder === null || rows.length < leastWorkloads) return;
  const words = new Map<string, { word: string; count: number }>();
  for (const row of rows) {
    const { verdict = '' } = row.dataset;
    const known = words.get(verdict) ?? { word: row.dataset['word'] ?? verdict, count: 0 };
    words.set(verdict, { ...known, count: known.count + 1 });
  }
  // The list comes worst first, and so do its words.
  const choices = [['', { word: 'All', count: rows.length }] as const, ...words].map(([verdict, { word, count }]) => ({
    verdict,
    made: button(`${word} ${formatNumber(count)}`, () => store.update({ show: verdict }), { 'aria-pressed': 'false' }),
  }));
  const status = element('span', { role: 'status', class: 'tool-status' });
  holder.append(...choices.map(({ made }) => made), status);
  holder.hidden = false;
  const parts = [...rows, ...all('.workload[data-verdict]')];
  const render = (wanted: string): void => {
    const show = words.has(wanted) ? wanted : '';
    for (const { verdict, made } of choices) made.setAttribute('aria-pressed', String(verdict === show));
    for (const part of parts) part.hidden = show !== '' && part.dataset['verdict'] !== show;
    status.textContent = show === '' ? '' : `${formatNumber(words.get(show)?.count ?? 0)} of ${formatNumber(rows.length)} workloads`;
  };
  render(store.state.show);
  store.subscribe((state, previous) => {
    if (state.show !== previous.show) render(state.show);
  });
}
