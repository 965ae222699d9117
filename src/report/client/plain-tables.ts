import { all } from './dom.ts';
import type { PageState, Sort } from './page-state.ts';
import { SortableTable } from './sortable-table.ts';

/** Makes the page's other tables sortable: the index of profiles, allocation sites. */
export function sortPlainTables(onSort: (key: string, sort: Sort) => void): SortableTable[] {
  const tables = all<HTMLTableElement>('table:not(.functions):has(th[data-sort])');
  return tables.map((table, place) => {
    const groups = [...(table.tBodies[0]?.rows ?? [])].map((row) => ({ row, details: [] }));
    return new SortableTable(table, `t${place}`, groups, onSort);
  });
}

/** Shows the profiles of the index that are called as the search says, or hold a function that is. */
export function filterIndex(state: PageState, holdsMatch: (profile: string) => boolean): void {
  const search = state.search.trim().toLowerCase();
  for (const row of all<HTMLTableRowElement>('table.index tr[data-profile]')) {
    row.hidden = search !== '' && !row.textContent.toLowerCase().includes(search) && !(row.dataset['profile'] ?? '').split(' ').some(holdsMatch);
  }
}
