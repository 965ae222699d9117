import type { ViewerView } from '../viewer-messages.ts';
import { nextPaint, waitFor } from './wait.ts';

/*
 * speedscope has no programming interface: these functions act on its page as a user would. They
 * rest on the behaviour of version 1.25.0, which test/browser checks.
 */

const viewKeys: Record<ViewerView, string> = { 'time-ordered': '1', 'left-heavy': '2', sandwich: '3' };

/** The app's root: it puts one `div` into the body. */
function root(): HTMLElement | null {
  return document.querySelector<HTMLElement>('body > div');
}

/** The drawing surface; a profile that is fed before it is there is dropped without a word. */
export function canvas(): HTMLElement | null {
  return document.querySelector<HTMLElement>('body > div canvas');
}

/** Feeds a profile the way a user does: by dropping a file. */
export function dropFile(name: string, bytes: ArrayBuffer): void {
  const transfer = new DataTransfer();
  transfer.items.add(new File([bytes], name));
  root()?.dispatchEvent(new DragEvent('drop', { bubbles: true, cancelable: true, dataTransfer: transfer }));
}

/** True once a profile is shown: the title is set before, the Export button comes with the profile. */
export function isLoaded(): boolean {
  if (!document.title.endsWith(' - speedscope')) return false;
  return [...document.querySelectorAll('body > div div')].some((item) => item.lastChild?.nodeValue === 'Export');
}

export function showView(view: ViewerView): void {
  window.dispatchEvent(new KeyboardEvent('keypress', { key: viewKeys[view], bubbles: true }));
}

/** The open search field; the picker of several profiles, always there, has one with a type. */
function searchField(): HTMLInputElement | null {
  return document.querySelector<HTMLInputElement>('body > div input:not([type])');
}

/** Selects the frame with exactly this name and says whether the profile holds it. */
export async function selectFrame(name: string, view: ViewerView): Promise<boolean> {
  showView(view);
  await nextPaint();
  window.dispatchEvent(new KeyboardEvent('keydown', { key: 'f', ctrlKey: true, bubbles: true }));
  const field = await waitFor(searchField, 2000);
  if (field === null) return false;
  field.value = name;
  field.dispatchEvent(new Event('input', { bubbles: true }));
  await nextPaint();
  const found = view === 'sandwich' ? await clickRow(name) : pressKey(field, 'Enter');
  pressKey(field, 'Escape');
  // Until the field is gone, it would take the reader's next key.
  await waitFor(() => (searchField() === null ? true : null), 1000);
  return found;
}

function pressKey(target: HTMLElement, key: string): true {
  target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
  return true;
}

/** The table holds only the rows in sight, so it is scrolled through until the exact name appears. */
async function clickRow(name: string): Promise<boolean> {
  for (let offset = 0; ; ) {
    // Last first: the picker of several profiles is a table too and stands before.
    const rows = [...document.querySelectorAll<HTMLTableRowElement>('body > div tr')].reverse();
    const row = rows.find((candidate) => candidate.cells.item(candidate.cells.length - 1)?.textContent === name);
    if (row !== undefined) {
      row.click();
      return true;
    }
    const scroller = scrollParent(rows[0]);
    if (scroller === null || offset + scroller.clientHeight >= scroller.scrollHeight) return false;
    offset += scroller.clientHeight;
    scroller.scrollTop = offset;
    await nextPaint();
  }
}

function scrollParent(row: HTMLElement | undefined): HTMLElement | null {
  for (let element = row?.parentElement ?? null; element !== null; element = element.parentElement) {
    if (element.scrollHeight > element.clientHeight && getComputedStyle(element).overflowY !== 'visible') return element;
  }
  return null;
}
