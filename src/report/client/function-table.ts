import { all, button, element } from './dom.ts';
import type { PageState, Sort } from './page-state.ts';

/** A function's row with the rows that belong to it and follow it wherever it is sorted. */
interface Entry {
  readonly row: HTMLTableRowElement;
  readonly details: HTMLTableRowElement[];
  readonly index: number;
  readonly searchText: string;
  readonly own: boolean;
}

export interface TableActions {
  sort(profile: string, sort: Sort): void;
  pivot(profile: string, index: number): void;
  /** Null where the profile has no flame graph to show a function in. */
  readonly showInFlame: ((profile: string, index: number) => void) | null;
}

/** How many of a table's functions are on the page at the moment. */
export interface TableCount {
  readonly rows: number;
  readonly found: number;
  readonly folded: number;
}

/** One function table of the static page, made to sort, filter and lead on. */
export class FunctionTable {
  readonly profile: string;
  private readonly table: HTMLTableElement;
  private readonly entries: readonly Entry[];
  private readonly headers = new Map<string, HTMLTableCellElement>();
  private readonly firstSort: readonly [column: string, order: string] | null;
  private readonly foldedNote = element('p', { class: 'folded-note', hidden: '' });

  constructor(table: HTMLTableElement, actions: TableActions) {
    this.table = table;
    this.profile = table.dataset['profile'] ?? '';
    this.entries = readEntries(table);
    for (const header of all<HTMLTableCellElement>('th[data-sort]', table)) {
      this.headers.set(header.dataset['sort'] ?? '', header);
      this.makeSortButton(header, actions);
    }
    const sorted = [...this.headers].find(([, header]) => header.hasAttribute('aria-sort'));
    this.firstSort = sorted === undefined ? null : [sorted[0], sorted[1].getAttribute('aria-sort') ?? 'none'];
    for (const entry of this.entries) this.addRowButtons(entry, actions);
    table.after(this.foldedNote);
  }

  /** Name of the function inside the viewer; null where the table does not show it. */
  viewerName(index: number): string | null {
    return this.find(index)?.row.dataset['frame'] ?? null;
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

  focusFunction(index: number): void {
    this.find(index)?.row.querySelector<HTMLElement>('button')?.focus();
  }

  render(state: PageState, previous: PageState): TableCount {
    const sort = state.sorts.get(this.profile);
    if (sort !== previous.sorts.get(this.profile)) this.sort(sort);
    return this.filter(state.search.trim().toLowerCase(), state.ownOnly);
  }

  private find(index: number): Entry | undefined {
    return this.entries.find((entry) => entry.index === index);
  }

  private makeSortButton(header: HTMLTableCellElement, actions: TableActions): void {
    const column = header.dataset['sort'] ?? '';
    const firstDescending = header.dataset['type'] === 'number';
    const made = button('', () => {
      const order = header.getAttribute('aria-sort');
      actions.sort(this.profile, { column, descending: order === null ? firstDescending : order !== 'descending' });
    });
    made.className = 'sort';
    made.append(...header.childNodes);
    header.append(made);
  }

  private addRowButtons({ row, index }: Entry, actions: TableActions): void {
    const shown = row.querySelector<HTMLElement>('.name');
    if (shown !== null) {
      const made = button('', () => actions.pivot(this.profile, index), { class: 'name-button', title: 'Callers and callees' });
      made.append(...shown.childNodes);
      shown.append(made);
    }
    const show = actions.showInFlame;
    if (show === null) return;
    const label = `Show ${row.dataset['name'] ?? ''} in the flame graph`;
    row.cells[0]?.append(' ', button('flame graph', () => show(this.profile, index), { class: 'row-button', 'aria-label': label }));
  }

  private sort(sort: Sort | undefined): void {
    const header = sort === undefined ? undefined : this.headers.get(sort.column);
    for (const other of this.headers.values()) other.removeAttribute('aria-sort');
    if (sort === undefined || header === undefined) {
      if (this.firstSort !== null) this.headers.get(this.firstSort[0])?.setAttribute('aria-sort', this.firstSort[1]);
      this.place(this.entries);
      return;
    }
    header.setAttribute('aria-sort', sort.descending ? 'descending' : 'ascending');
    const cell = header.cellIndex;
    const compare = header.dataset['type'] === 'number' ? compareNumbers : compareTexts;
    const direction = sort.descending ? -1 : 1;
    const keyed = this.entries.map((entry) => ({ entry, key: sortKey(entry.row.cells[cell]) }));
    keyed.sort((a, b) => compare(a.key, b.key, direction));
    this.place(keyed.map(({ entry }) => entry));
  }

  private place(entries: readonly Entry[]): void {
    this.table.tBodies[0]?.append(...entries.flatMap(({ row, details }) => [row, ...details]));
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

function readEntries(table: HTMLTableElement): Entry[] {
  const entries: Entry[] = [];
  for (const row of table.tBodies[0]?.rows ?? []) {
    const { function: index, name = '', owner } = row.dataset;
    if (index === undefined) entries.at(-1)?.details.push(row);
    else {
      const searchText = `${name}\n${row.cells[0]?.textContent ?? ''}`.toLowerCase();
      entries.push({ row, details: [], index: Number(index), searchText, own: owner === 'own' });
    }
  }
  return entries;
}

function sortKey(cell: HTMLTableCellElement | undefined): string {
  return cell?.dataset['value'] ?? cell?.textContent.trim() ?? '';
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
