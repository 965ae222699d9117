/** What the reader has set up, as the URL fragment keeps it. */
export interface PageState {
  /** The element the address points at, as a plain `#p2` does. */
  readonly anchor: string;
  readonly search: string;
  readonly ownOnly: boolean;
  /** Verdict whose workloads are listed; '' lists all. */
  readonly show: string;
  /** Per profile id: the column's `data-sort` and the direction. */
  readonly sorts: ReadonlyMap<string, Sort>;
  /** Profile shown in the viewer. */
  readonly viewer: string | null;
  /** Function whose callers and callees are shown. */
  readonly pivot: PivotPlace | null;
}

export interface Sort {
  readonly column: string;
  readonly descending: boolean;
}

export interface PivotPlace {
  readonly profile: string;
  /** Index into the profile's functions. */
  readonly index: number;
}

export const emptyState: PageState = { anchor: '', search: '', ownOnly: false, show: '', sorts: new Map(), viewer: null, pivot: null };

/** Fragment without `#`: `anchor?q=text&own=1&show=fail&sort=p1.self.desc&viewer=p1&pivot=p1.3`, any part may be absent. */
export function readState(fragment: string): PageState {
  const mark = fragment.indexOf('?');
  const parameters = new URLSearchParams(mark < 0 ? '' : fragment.slice(mark + 1));
  return {
    anchor: decode(mark < 0 ? fragment : fragment.slice(0, mark)),
    search: parameters.get('q') ?? '',
    ownOnly: parameters.get('own') === '1',
    show: parameters.get('show') ?? '',
    sorts: new Map(parameters.getAll('sort').flatMap(readSort)),
    viewer: parameters.get('viewer'),
    pivot: readPivot(parameters.get('pivot')),
  };
}

/** The fragment of a state, without `#`; a state with an anchor alone is a plain anchor. */
export function writeState(state: PageState): string {
  const parameters = new URLSearchParams();
  if (state.search !== '') parameters.set('q', state.search);
  if (state.ownOnly) parameters.set('own', '1');
  if (state.show !== '') parameters.set('show', state.show);
  for (const [profile, sort] of state.sorts) parameters.append('sort', `${profile}.${sort.column}.${sort.descending ? 'desc' : 'asc'}`);
  if (state.viewer !== null) parameters.set('viewer', state.viewer);
  if (state.pivot !== null) parameters.set('pivot', `${state.pivot.profile}.${state.pivot.index}`);
  const query = parameters.toString();
  return encodeURIComponent(state.anchor) + (query === '' ? '' : `?${query}`);
}

function readSort(text: string): [string, Sort][] {
  const [profile, column, direction] = text.split('.');
  if (profile === undefined || column === undefined) return [];
  return [[profile, { column, descending: direction === 'desc' }]];
}

function readPivot(text: string | null): PivotPlace | null {
  const match = /^([\w-]+)\.(\d{1,9})$/.exec(text ?? '');
  return match === null ? null : { profile: match[1] ?? '', index: Number(match[2]) };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    // A hand-written address with a lone "%": taken as it stands.
    return text;
  }
}
