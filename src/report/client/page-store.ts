import { readState, writeState, type PageState } from './page-state.ts';

type Render = (state: PageState, previous: PageState) => void;

/** Holds the page's state, keeps it in the URL fragment and tells every part of the page of changes. */
export class PageStore {
  private current: PageState;
  private readonly parts: Render[] = [];

  constructor(initial: PageState) {
    this.current = initial;
    window.addEventListener('hashchange', () => this.follow());
  }

  get state(): PageState {
    return this.current;
  }

  /** `render` is called after every change. */
  subscribe(render: Render): void {
    this.parts.push(render);
  }

  update(change: Partial<PageState>): void {
    this.change({ ...this.current, ...change });
    this.writeFragment();
  }

  /** The reader followed a link or edited the address: a plain anchor keeps the rest of the state. */
  private follow(): void {
    const next = readState(location.hash.slice(1));
    const plain = !location.hash.includes('?');
    this.change(plain ? { ...this.current, anchor: next.anchor } : next);
    if (plain) reveal(next.anchor);
    else showAnchor(next.anchor);
    this.writeFragment();
  }

  private change(next: PageState): void {
    const previous = this.current;
    this.current = next;
    for (const render of this.parts) render(next, previous);
  }

  private writeFragment(): void {
    const fragment = writeState(this.current);
    // Without a fragment the address keeps its path: file: pages take no other relative URL.
    const address = fragment === '' ? location.href.replace(/#.*$/, '') : `#${fragment}`;
    history.replaceState(history.state, '', address);
  }
}

/** Scrolls to an element as the browser does for a plain anchor, and opens what it is folded into. */
export function showAnchor(anchor: string): void {
  const target = anchor === '' ? null : document.getElementById(anchor);
  if (target === null) return;
  unfold(target);
  target.scrollIntoView();
}

/** For browsers that follow a plain anchor but leave what it points at folded. */
function reveal(anchor: string): void {
  const target = anchor === '' ? null : document.getElementById(anchor);
  if (target !== null && !target.checkVisibility()) showAnchor(anchor);
}

/** Opens every `<details>` around an element. */
export function unfold(target: Element): void {
  for (let fold = target.closest('details'); fold !== null; fold = fold.parentElement?.closest('details') ?? null) fold.open = true;
}
