import { installDiffFlames } from './diff-flame.ts';
import { all } from './dom.ts';
import { highlightFlames } from './flame-highlight.ts';
import { FunctionTable, type TableActions } from './function-table.ts';
import { installHeatWalk } from './heat-walk.ts';
import { emptyState, readState, type Sort } from './page-state.ts';
import { PageStore, showAnchor } from './page-store.ts';
import { installPageTools } from './page-tools.ts';
import { PivotPanel } from './pivot-panel.ts';
import { filterIndex, sortPlainTables } from './plain-tables.ts';
import { canOpenViewer, installProfileTools } from './profile-tools.ts';
import { readReportData } from './report-data.ts';
import { installStyle } from './style.ts';
import { Viewer } from './viewer.ts';
import { installWorkloadFilter } from './workload-filter.ts';

/* Adds search, sorting, the pivot and the viewer to a page that is complete without them. */

const wanted = readState(location.hash.slice(1));
const store = new PageStore({ ...emptyState, anchor: wanted.anchor });
const data = readReportData();
const viewer = new Viewer(store);
const tables = new Map<string, FunctionTable>();
const pivot = new PivotPanel(data, tables, store);

installStyle();
document.getElementById('static-banner')?.remove();

const sort = (table: string, order: Sort): void => store.update({ sorts: new Map(store.state.sorts).set(table, order) });
const plainTables = sortPlainTables(sort);
store.subscribe((state, previous) => {
  for (const table of plainTables) table.render(state, previous);
});
for (const table of all<HTMLTableElement>('table.functions')) {
  const profile = table.dataset['profile'] ?? '';
  const actions: TableActions = {
    sort,
    pivot: (id, index) => pivot.toggle({ profile: id, index }),
    showInFlame: canOpenViewer(profile) ? (id, index) => void viewer.open(id, tables.get(id)?.viewerName(index) ?? null) : null,
  };
  tables.set(profile, new FunctionTable(table, actions));
}
for (const holder of all('.tools[data-profile]')) {
  const markdown = data.get(holder.dataset['profile'] ?? '')?.markdown ?? null;
  installProfileTools(holder, markdown, { openViewer: (id) => void viewer.open(id, null) });
}

const pageTools = document.getElementById('page-tools');
if (pageTools !== null && tables.size > 0) {
  const tools = installPageTools(pageTools, store, all('table.functions tr[data-owner]:not([data-owner="own"])').length);
  store.subscribe((state, previous) => {
    const counts = new Map([...tables].map(([id, table]) => [id, table.render(state, previous)]));
    const sum = (column: 'rows' | 'found' | 'folded'): number => [...counts.values()].reduce((total, count) => total + count[column], 0);
    filterIndex(state, (profile) => (counts.get(profile)?.found ?? 0) > 0);
    const boxes = highlightFlames(state.search);
    tools.showCount({ rows: sum('rows'), found: sum('found'), folded: sum('folded'), boxes });
  });
}

installWorkloadFilter(store);
installDiffFlames(() => highlightFlames(store.state.search));
if (tables.size > 0) installHeatWalk();

if (location.hash.includes('?')) {
  store.update(wanted);
  showAnchor(wanted.anchor);
}
