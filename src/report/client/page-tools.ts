import { button, element } from './dom.ts';
import { formatNumber } from './quantity.ts';
import type { PageStore } from './page-store.ts';
import { isTyping } from './typing.ts';

/** What a search found, over the whole page. */
export interface FoundCount {
  readonly rows: number;
  readonly found: number;
  readonly folded: number;
  readonly boxes: number;
}

export interface PageTools {
  showCount(count: FoundCount): void;
}

/** Fills the bar above the profiles: one search box for all tables and flame graphs, and the own-code switch. */
export function installPageTools(holder: HTMLElement, store: PageStore, foreignRows: number): PageTools {
  const input = element('input', { type: 'search', id: 'page-search', placeholder: '/ filter functions', 'aria-label': 'Filter functions', 'aria-keyshortcuts': '/', autocomplete: 'off', spellcheck: 'false' });
  const status = element('span', { role: 'status', class: 'search-status' });
  const ownOnly = button(`own code only (folds ${formatNumber(foreignRows)})`, () => store.update({ ownOnly: !store.state.ownOnly }), { 'aria-pressed': 'false' });
  const keys = element('span', { class: 'keys' }, element('kbd', {}, 'n'), ' ', element('kbd', {}, 'p'), ' walk through the hottest');
  holder.append(element('search', {}, input), status, keys);
  if (foreignRows > 0) status.before(ownOnly);
  holder.hidden = false;

  input.addEventListener('input', () => store.update({ search: input.value }));
  input.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') {
      store.update({ search: '' });
      event.preventDefault();
    }
  });
  document.addEventListener('keydown', (event) => {
    if (event.key !== '/' || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    event.preventDefault();
    input.focus();
    input.select();
  });
  store.subscribe((state) => {
    if (input.value !== state.search) input.value = state.search;
    ownOnly.setAttribute('aria-pressed', String(state.ownOnly));
  });
  return {
    showCount(count) {
      status.textContent = store.state.search.trim() === '' ? '' : describe(count);
    },
  };
}

function describe({ rows, found, folded, boxes }: FoundCount): string {
  const hidden = folded === 0 ? '' : `, ${formatNumber(folded)} more folded`;
  const inFlame = boxes === 0 ? '' : `; ${formatNumber(boxes)} flame graph ${boxes === 1 ? 'box' : 'boxes'}`;
  return `${formatNumber(found)} of ${formatNumber(rows)} functions${hidden}${inFlame}`;
}
