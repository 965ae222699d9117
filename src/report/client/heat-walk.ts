import { all } from './dom.ts';
import { isTyping } from './typing.ts';

/** Keys n and p: through the functions of a table by heat, hottest first, whatever the table is sorted by. */
export function installHeatWalk(): void {
  document.addEventListener('keydown', (event) => {
    if ((event.key !== 'n' && event.key !== 'p') || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    const row = nextRow(event.key === 'n' ? 1 : -1);
    if (row === null) return;
    event.preventDefault();
    row.querySelector<HTMLElement>('.name-button')?.focus({ preventScroll: true });
    row.scrollIntoView({ block: 'nearest' });
  });
}

function nextRow(step: 1 | -1): HTMLTableRowElement | null {
  const focused = document.activeElement?.closest<HTMLTableRowElement>('table.functions tr[data-function]') ?? null;
  const table = focused?.closest('table') ?? tableInView();
  if (table === null) return null;
  const rows = all<HTMLTableRowElement>('tr[data-function]', table).filter((row) => row.checkVisibility());
  rows.sort((a, b) => rank(a) - rank(b));
  const at = focused === null ? -1 : rows.indexOf(focused);
  return rows[at < 0 ? 0 : Math.max(0, Math.min(rows.length - 1, at + step))] ?? null;
}

/** The first table that the reader sees, else the first one that is not folded. */
function tableInView(): HTMLTableElement | null {
  const tables = all<HTMLTableElement>('table.functions').filter((table) => table.checkVisibility());
  const seen = tables.find((table) => {
    const { top, bottom } = table.getBoundingClientRect();
    return bottom > 0 && top < window.innerHeight;
  });
  return seen ?? tables[0] ?? null;
}

/** Rows are numbered by self value, highest first. */
function rank(row: HTMLTableRowElement): number {
  return Number(row.dataset['function']);
}
