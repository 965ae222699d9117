import { button, element } from './dom.ts';
import type { PageState, Sort } from './page-state.ts';
import { SortableTable, type RowGroup } from './sortable-table.ts';

interface FunctionEntry extends RowGroup {
  readonly index: number;
  readonly searchText: string;
  readonly own: boolean;
}

export interface TableActions {
  sort(table: string, sort: Sort): void;
  pivot(profile: string, index: number): void;
  /** Null where the profile has no flame graph to show a function in. */
  readonly showInFlame: ((profile: string, index: number) => void) | null;
}

/** How many of a table's functions are on the page at the moment. */
export interface TableCount {
  readonly rows: number;
  readonly found: number;
  /** Found, but library or runtime code that is folded. */
  readonly folded: number;
}

/** One function table of the static page, made to sort, filter and lead on. */
export class FunctionTable {
  readonly profile: string;
  private readonly entries: readonly FunctionEntry[];
  private readonly sortable: SortableTable;
  private readonly foldedNote = element('p', { class: 'folded-note', hidden: '' });

  constructor(table: HTMLTableElement, actions: TableActions) {
    this.profile = table.dataset['profile'] ?? '';
    this.entries = readEntries(table);
    this.sortable = new SortableTable(table, this.profile, this.entries, actions.sort);
    for (const entry of this.entries) this.addButtons(entry, actions);
    table.after(this.foldedNote);
  }

  /** Name of the function inside the viewer; null where the table does not show it. */
  viewerName(index: number): string | null {
    const row = this.find(index)?.row;
    return row?.dataset['frame'] ?? row?.dataset['name'] ?? null;
  }

  /** Puts a row below a function's row; says false where the table does not show the function. */
  attach(index: number, row: HTMLTableRowElement): boolean {
    const entry = this.find(index);
    if (entry === undefined) return false;
    this.detach(row);
    (entry.details.at(-1) ?? entry.row).after(row);
    entry.details.push(row);
    row.hidden = entry.row.hidden;
    return true;
  }

  detach(row: HTMLTableRowElement): void {
    for (const { details } of this.entries) {
      const place = details.indexOf(row);
      if (place >= 0) details.splice(place, 1);
    }
    row.remove();
  }

  /** Cells of a full-width row. */
  get columns(): number {
    return this.entries[0]?.row.cells.length ?? 1;
  }

  /** Marks the one row whose callers and callees are open, or none. */
  markOpen(index: number | null): void {
    for (const entry of this.entries) entry.row.querySelector('.name-button')?.setAttribute('aria-expanded', String(entry.index === index));
  }

  focusFunction(index: number): void {
    this.find(index)?.row.querySelector<HTMLElement>('button')?.focus();
  }

  render(state: PageState, previous: PageState): TableCount {
    this.sortable.render(state, previous);
    return this.filter(state.search.trim().toLowerCase(), state.ownOnly);
  }

  private find(index: number): FunctionEntry | undefined {
    return this.entries.find((entry) => entry.index === index);
  }

  private addButtons({ row, index }: FunctionEntry, actions: TableActions): void {
    const shown = row.querySelector<HTMLElement>('.name');
    if (shown !== null) {
      const made = button('', () => actions.pivot(this.profile, index), { class: 'name-button', 'aria-expanded': 'false', title: 'Callers and callees' });
      made.append(...shown.childNodes);
      shown.append(made);
    }
    const show = actions.showInFlame;
    if (show === null) return;
    const label = `Show ${row.dataset['name'] ?? ''} in the flame graph`;
    row.cells[0]?.append(' ', button('flame graph', () => show(this.profile, index), { class: 'row-button', 'aria-label': label }));
  }

  private filter(search: string, ownOnly: boolean): TableCount {
    let found = 0;
    let folded = 0;
    for (const entry of this.entries) {
      const matches = search === '' || entry.searchText.includes(search);
      const foldedAway = matches && ownOnly && !entry.own;
      if (foldedAway) folded += 1;
      else if (matches) found += 1;
      const hidden = !matches || foldedAway;
      for (const row of [entry.row, ...entry.details]) row.hidden = hidden;
    }
    this.foldedNote.hidden = folded === 0;
    this.foldedNote.textContent = `${folded} ${folded === 1 ? 'row' : 'rows'} of library and runtime code folded`;
    return { rows: this.entries.length, found, folded };
  }
}

function readEntries(table: HTMLTableElement): FunctionEntry[] {
  const entries: FunctionEntry[] = [];
  for (const row of table.tBodies[0]?.rows ?? []) {
    const { function: index, name = '', owner } = row.dataset;
    if (index === undefined) entries.at(-1)?.details.push(row);
    else {
      const place = row.querySelector('.place')?.textContent ?? '';
      entries.push({ row, details: [], index: Number(index), searchText: `${name}\n${place}`.toLowerCase(), own: owner === 'own' });
    }
  }
  return entries;
}
