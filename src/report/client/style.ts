import { element } from './dom.ts';

/*
 * Looks of what only the script makes. Colours come from the page's variables; where a page without
 * report.css is shown, the system's own colours serve.
 */
const css = `
`;

/** Adds the style of the script's own elements. */
export function installStyle(): void {
  document.head.append(element('style', {}, css));
}
