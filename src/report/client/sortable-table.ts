import { all, button } from './dom.ts';
import type { PageState, Sort } from './page-state.ts';

/** A row with the rows that belong to it and follow it wherever it is sorted. */
export interface RowGroup {
  readonly row: HTMLTableRowElement;
  readonly details: HTMLTableRowElement[];
}

/** A table whose `th[data-sort]` become buttons. `key` is its name in the page's state. */
export class SortableTable {
  readonly key: string;
  private readonly table: HTMLTableElement;
  private readonly groups: readonly RowGroup[];
  private readonly headers = new Map<string, HTMLTableCellElement>();
  /** The order that the table arrived in. */
  private readonly first: readonly [header: HTMLTableCellElement, order: string] | null = null;

  constructor(table: HTMLTableElement, key: string, groups: readonly RowGroup[], onSort: (key: string, sort: Sort) => void) {
    this.table = table;
    this.key = key;
    this.groups = groups;
    for (const header of all<HTMLTableCellElement>('th[data-sort]', table)) {
      const column = header.dataset['sort'] ?? '';
      this.headers.set(column, header);
      const order = header.getAttribute('aria-sort');
      if (order !== null) this.first = [header, order];
      addButton(header, (sort) => onSort(key, sort));
    }
  }

  render(state: PageState, previous: PageState): void {
    const sort = state.sorts.get(this.key);
    if (sort === previous.sorts.get(this.key)) return;
    const header = sort === undefined ? undefined : this.headers.get(sort.column);
    for (const other of this.headers.values()) other.removeAttribute('aria-sort');
    if (sort === undefined || header === undefined) {
      this.first?.[0].setAttribute('aria-sort', this.first[1]);
      this.place(this.groups);
      return;
    }
    header.setAttribute('aria-sort', sort.descending ? 'descending' : 'ascending');
    const cell = header.cellIndex;
    const compare = header.dataset['type'] === 'number' ? compareNumbers : compareTexts;
    const direction = sort.descending ? -1 : 1;
    const keyed = this.groups.map((group) => ({ group, key: sortKey(group.row, cell) }));
    keyed.sort((a, b) => compare(a.key, b.key, direction));
    this.place(keyed.map(({ group }) => group));
  }

  private place(groups: readonly RowGroup[]): void {
    const focused = document.activeElement;
    this.table.tBodies[0]?.append(...groups.flatMap(({ row, details }) => [row, ...details]));
    // Moving a row takes the focus from what is inside it.
    if (focused instanceof HTMLElement && focused !== document.activeElement) focused.focus({ preventScroll: true });
  }
}

/** Numbers start with the largest, texts with A. */
function addButton(header: HTMLTableCellElement, onSort: (sort: Sort) => void): void {
  const firstDescending = header.dataset['type'] === 'number';
  const made = button(
    '',
    () => {
      const order = header.getAttribute('aria-sort');
      onSort({ column: header.dataset['sort'] ?? '', descending: order === null ? firstDescending : order !== 'descending' });
    },
    { class: 'sort' },
  );
  made.append(...header.childNodes);
  header.append(made);
}

function sortKey(row: HTMLTableRowElement, index: number): string {
  const cell = row.cells[index];
  return cell?.dataset['value'] ?? (index === 0 ? row.dataset['name'] : undefined) ?? cell?.textContent.trim() ?? '';
}

/** Unknown values stay at the end in both directions. */
function compareNumbers(a: string, b: string, direction: number): number {
  if (a === '' || b === '') return Number(a === '') - Number(b === '');
  return (Number(a) - Number(b)) * direction;
}

function compareTexts(a: string, b: string, direction: number): number {
  const left = a.toLowerCase();
  const right = b.toLowerCase();
  return left === right ? 0 : left < right ? -direction : direction;
}
