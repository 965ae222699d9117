/** Views of speedscope, by the names it uses in its own URLs. */
export type ViewerView = 'time-ordered' | 'left-heavy' | 'sandwich';

/** From the report to the viewer's frame. `load` is sent once per frame. */
export type ToViewer =
  | { readonly type: 'load'; readonly name: string; readonly bytes: ArrayBuffer }
  | { readonly type: 'select'; readonly frame: string; readonly view: ViewerView }
  | { readonly type: 'view'; readonly view: ViewerView };

/** From the viewer's frame to the report. `leave`: Escape was pressed and speedscope has no use for it. */
export type FromViewer =
  | { readonly type: 'ready' }
  | { readonly type: 'loaded' }
  | { readonly type: 'failed'; readonly reason: string }
  | { readonly type: 'selected'; readonly frame: string; readonly found: boolean }
  | { readonly type: 'leave' };
