import { button, element } from './dom.ts';
import type { FunctionTable } from './function-table.ts';
import { unfold, type PageStore } from './page-store.ts';
import type { PivotPlace } from './page-state.ts';
import { formatNumber, formatPercent, formatQuantity } from './quantity.ts';
import type { EdgeRow, FunctionRow, Place, ProfileData } from './profile-data.ts';

/** Callers, function, callees: opens below a function's row, and every neighbour leads on. */
export class PivotPanel {
  private readonly row = element('tr', { class: 'detail pivot' });
  private readonly cell = element('td');
  private readonly profiles: ReadonlyMap<string, ProfileData>;
  private readonly tables: ReadonlyMap<string, FunctionTable>;
  private readonly store: PageStore;
  /** Profile whose table holds the panel, and the function the reader started from. */
  private host: PivotPlace | null = null;
  private trail: PivotPlace[] = [];

  constructor(profiles: ReadonlyMap<string, ProfileData>, tables: ReadonlyMap<string, FunctionTable>, store: PageStore) {
    this.profiles = profiles;
    this.tables = tables;
    this.store = store;
    this.row.append(this.cell);
    this.row.addEventListener('keydown', (event) => {
      if (event.key === 'Escape') this.close();
    });
    store.subscribe((state, previous) => {
      if (state.pivot !== previous.pivot) this.render(state.pivot);
    });
  }

  /** From a function's row: opens the panel there, or closes it when it is open there. */
  toggle(place: PivotPlace): void {
    const shown = this.store.state.pivot;
    if (shown !== null && this.host !== null && samePlace(shown, place) && samePlace(this.host, place)) return this.close();
    this.leave();
    this.store.update({ pivot: place });
    this.focusHeading();
  }

  private close(): void {
    const host = this.host;
    this.leave();
    this.store.update({ pivot: null });
    if (host !== null) this.tables.get(host.profile)?.focusFunction(host.index);
  }

  private leave(): void {
    const table = this.host === null ? undefined : this.tables.get(this.host.profile);
    table?.detach(this.row);
    table?.markOpen(null);
    this.host = null;
    this.trail = [];
  }

  private render(place: PivotPlace | null): void {
    const data = place === null ? undefined : this.profiles.get(place.profile);
    const row = place === null ? undefined : data?.functions[place.index];
    if (place === null || data === undefined || row === undefined) return this.leave();
    if (this.host?.profile !== place.profile) {
      this.leave();
      const table = this.tables.get(place.profile);
      if (table === undefined || !table.attach(place.index, this.row)) return;
      this.cell.colSpan = table.columns;
      this.host = place;
      table.markOpen(place.index);
      unfold(this.row);
    }
    this.cell.replaceChildren(this.head(data, row), this.neighbours(data, row));
  }

  private head(data: ProfileData, row: FunctionRow): HTMLElement {
    const share = data.total > 0 ? ` (${formatPercent(row.self / data.total)})` : '';
    const calls = row.calls === null ? '' : `, ${formatNumber(row.calls)} ${row.calls === 1 ? 'call' : 'calls'}`;
    const facts = `self ${formatQuantity(row.self, data.unit)}${share}, total ${formatQuantity(row.total, data.unit)}${calls}`;
    const heading = element('strong', { tabindex: '-1', class: 'pivot-name' }, row.name);
    const head = element('div', { class: 'pivot-head' }, heading, ' ', element('span', { class: 'file' }, describeFile(row)), ' ', element('span', {}, facts), ' ');
    if (this.trail.length > 0) head.append(button('back', () => this.back()), ' ');
    head.append(button('close', () => this.close(), { 'aria-label': 'Close callers and callees' }));
    return head;
  }

  private neighbours(data: ProfileData, row: FunctionRow): HTMLElement {
    return element('div', { class: 'pivot-sides' }, this.side('Callers', row.callers, data), this.side('Callees', row.callees, data));
  }

  private side(title: string, edges: readonly EdgeRow[], data: ProfileData): HTMLElement {
    if (edges.length === 0) return element('p', {}, `${title}: none recorded`);
    const head = element('tr', {}, element('th', { scope: 'col' }, title), numberHeader('Calls'), numberHeader('Total'));
    const body = edges.map((edge) =>
      element(
        'tr',
        {},
        element('td', {}, this.neighbour(edge, data), ' ', element('span', { class: 'file' }, describeFile(edge))),
        element('td', { class: 'num' }, edge.calls === null ? '–' : formatNumber(edge.calls)),
        element('td', { class: 'num' }, edge.total === null ? '–' : formatQuantity(edge.total, data.unit)),
      ),
    );
    return element('table', { class: 'edges' }, element('thead', {}, head), element('tbody', {}, ...body));
  }

  /** A button where the report knows the neighbour's own callers and callees, else its name. */
  private neighbour(edge: EdgeRow, data: ProfileData): Node {
    const index = data.functions.findIndex((other) => sameFunction(other, edge));
    if (index < 0) return element('span', { class: 'name' }, edge.name);
    return button(edge.name, () => this.follow({ profile: data.id, index }), { class: 'name-button' });
  }

  private follow(place: PivotPlace): void {
    const from = this.store.state.pivot;
    if (from !== null) this.trail.push(from);
    this.store.update({ pivot: place });
    this.focusHeading();
  }

  private back(): void {
    const place = this.trail.pop();
    if (place !== undefined) this.store.update({ pivot: place });
    this.focusHeading();
  }

  private focusHeading(): void {
    this.cell.querySelector<HTMLElement>('.pivot-name')?.focus();
  }
}

function numberHeader(text: string): HTMLElement {
  return element('th', { scope: 'col', class: 'num' }, text);
}

function describeFile({ file, line }: Place): string {
  return line > 0 ? `${file}:${line}` : file;
}

function samePlace(a: PivotPlace, b: PivotPlace): boolean {
  return a.profile === b.profile && a.index === b.index;
}

function sameFunction(a: Place, b: Place): boolean {
  return a.name === b.name && a.file === b.file && a.line === b.line;
}
