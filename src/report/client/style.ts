import { element } from './dom.ts';

/** Looks of what only the script makes; the colours are the variables of report.css. */
const css = `
html { scroll-padding-top: 4rem }
#page-tools search { flex: 1 1 9rem; max-width: 18rem }
#page-tools input { width: 100%; min-width: 0 }
#page-tools { position: sticky; top: 0; z-index: 2; padding: 0.5rem 0; background: var(--paper) }
.search-status, .tool-status, .viewer-status, .folded-note, .viewer-help { font-size: var(--small); color: var(--soft) }
.folded-note { margin-top: 0.35rem }
.keys { margin-left: auto; font-size: var(--small); color: var(--soft) }
svg.zoomable:focus-visible { outline: 2px solid var(--ink); outline-offset: 2px }
g.cursor rect { stroke: var(--ink); stroke-width: 2px }
kbd { padding: 0 0.3rem; border: 1px solid var(--edge); border-radius: 3px; font: inherit }
@media (hover: none), (max-width: 680px) { .keys { display: none } }
.long > .name-button { display: -webkit-box; overflow: hidden; -webkit-box-orient: vertical; -webkit-line-clamp: 3 }
.sort, .name-button, .row-button { padding: 0; border: 0; border-radius: 0; background: none; font: inherit; color: inherit; text-align: inherit }
.sort:hover, .name-button:hover { text-decoration: underline; text-underline-offset: 0.18em }
th[aria-sort] > .sort { color: var(--ink) }
th[aria-sort="descending"] > .sort::after { content: "\\00a0▾" }
th[aria-sort="ascending"] > .sort::after { content: "\\00a0▴" }
.name-button { text-decoration: underline dotted var(--edge); text-underline-offset: 0.22em; white-space: normal; overflow-wrap: anywhere }
.row-button { margin-left: 0.35rem; font-size: var(--small); color: var(--soft); text-decoration: underline dotted var(--edge); white-space: nowrap }
.row-button:hover { color: var(--ink) }
@media (hover: hover) {
  .row-button { opacity: 0 }
  tr:hover > * > .row-button, .row-button:focus-visible { opacity: 1 }
}
.menu { position: relative }
.menu > summary { list-style: none }
.menu > summary::after { content: " ▾" }
.menu > summary::-webkit-details-marker { display: none }
.menu-items { position: absolute; z-index: 3; top: 100%; left: 0; display: grid; min-width: 11rem; margin-top: 0.25rem; padding: 0.25rem; border: 1px solid var(--edge); border-radius: 4px; background: var(--paper) }
.menu-items > button { border: 0; text-align: left }
.menu-items > button:hover { background: var(--card) }
.pivot > td { padding: 0.75rem 0.85rem 1rem !important; background: var(--card) }
.pivot-head { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0.25rem 0.75rem; font-size: var(--small) }
.pivot-name { font-family: var(--mono) }
.pivot-name:focus { outline: none }
.pivot .name-button, .pivot .file, .pivot .name { font-family: var(--mono); font-size: var(--small) }
.pivot .file { color: var(--soft) }
.pivot-sides { font-size: var(--small); display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); gap: 0.5rem 2rem; margin-top: 0.5rem }
.edges th, .edges td { padding: 0.2rem 0 }
.pivot .edges th { white-space: nowrap; overflow-wrap: normal }
.viewer { margin-top: 1rem }
.viewer-bar { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0.25rem 0.75rem; margin-bottom: 0.5rem; font-size: var(--small) }
.viewer-bar > button { margin-left: auto }
.viewer > iframe { display: block; width: 100%; height: min(70vh, 42rem); border: 1px solid var(--edge) }
.viewer > iframe.loading { opacity: 0 }
.viewer-help { margin-top: 0.35rem }
.copy-source { position: fixed; top: 0; opacity: 0 }
@media (max-width: 680px) {
  .pivot-sides { grid-template-columns: minmax(0, 1fr) }
  .stack thead tr { padding: 0 0 0.35rem }
  .stack .pivot td { flex: 1 0 100%; padding: 0.5rem !important }
  .pivot .edges { display: table }
  .pivot .edges thead { position: static; display: table-header-group; width: auto; height: auto; clip-path: none }
  .pivot .edges tbody { display: table-row-group }
  .pivot .edges tr { display: table-row }
  .pivot .edges :is(th, td) { padding: 0.2rem 0 0.2rem 0.5rem !important; vertical-align: baseline }
  .pivot .edges .num { text-align: right }
}
@media print {
  .sort, .name-button { display: inline !important; text-decoration: none }
  tr:has(.name-button) .neighbours { display: inline }
  #page-tools { position: static }
  .pivot-head > button { display: none !important }
}
`;

/** Adds the style of the script's own elements. */
export function installStyle(): void {
  document.head.append(element('style', {}, css));
}
