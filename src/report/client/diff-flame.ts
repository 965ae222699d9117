import { DiffPicture, type PictureState } from './diff-picture.ts';
import { all, button, element } from './dom.ts';

const unzoomed: PictureState = { side: 'head', measure: 'absolute', focus: 0 };

/**
 * Adds zoom and the two switches to the differential flame graphs of the page. The page's search marks
 * their boxes as it marks all others; `searchAgain` is called when other boxes are shown.
 */
export function installDiffFlames(searchAgain: () => void): void {
  for (const holder of all('.tools[data-diff]')) {
    const id = holder.dataset['diff'] ?? '';
    const svg = document.getElementById(`${id}-flame`);
    if (svg instanceof SVGSVGElement) installDiffFlame(holder, svg, searchAgain);
  }
}

function installDiffFlame(holder: HTMLElement, svg: SVGSVGElement, searchAgain: () => void): void {
  const picture = new DiffPicture(svg);
  let state = unzoomed;
  const legend = holder.previousElementSibling;
  const status = element('span', { class: 'tool-status', role: 'status' });
  const show = (change: Partial<PictureState>): void => {
    state = { ...state, ...change };
    const { steps } = picture.draw(state);
    for (const { made, wanted } of choices) made.setAttribute('aria-pressed', String(Object.entries(wanted).every(([key, value]) => state[key as keyof PictureState] === value)));
    back.hidden = state.focus === 0;
    status.textContent = state.focus === 0 ? 'click a box to zoom in' : `zoomed: ${picture.boxes[state.focus]?.name ?? ''}`;
    say(legend, '.diff-width', state.side === 'head' ? 'now' : 'before');
    say(legend, '.diff-steps', `by ${steps.join(', ')} and more; grey: less than ${steps[0] ?? ''}`);
    searchAgain();
  };
  const toggleZoom = (at: number): void => show({ focus: at === state.focus ? (picture.boxes[at]?.up ?? 0) : at });
  const choice = (label: string, wanted: Partial<PictureState>, title: string): { made: HTMLButtonElement; wanted: Partial<PictureState> } => ({
    made: button(label, () => show(wanted), { 'aria-pressed': 'false', title }),
    wanted,
  });
  const choices = [
    choice('width: now', { side: 'head' }, 'Boxes are as wide as they cost now; what is gone has no width'),
    choice('width: before', { side: 'base' }, 'Boxes are as wide as they cost before; what is new has no width'),
    choice('colour: absolute', { measure: 'absolute' }, 'By how much the box itself changed'),
    choice('colour: share', { measure: 'share' }, 'By how much its share of the whole changed: hides what slowed everything alike'),
  ];
  for (const { made, wanted } of choices) made.setAttribute('aria-pressed', String(wanted.side === 'head' || wanted.measure === 'absolute'));
  const back = button('zoom out', () => show({ focus: 0 }));
  back.hidden = true;
  status.textContent = 'click a box to zoom in';
  holder.append(...choices.map(({ made }) => made), back, status);
  holder.hidden = false;
  svg.classList.add('zoomable');
  svg.addEventListener('click', (event) => {
    const at = picture.boxAt(event.target);
    if (at === null) return;
    // The zoomed box again: one step out.
    toggleZoom(at);
  });
  installKeys(svg, picture, status, { toggleZoom, zoomOut: () => show({ focus: 0 }), isZoomed: () => state.focus !== 0, redraw: () => show({}) });
}

interface KeyActions {
  toggleZoom(at: number): void;
  zoomOut(): void;
  isZoomed(): boolean;
  redraw(): void;
}

/** Arrow keys walk from box to box, Enter zooms in and out, Escape zooms out. */
function installKeys(svg: SVGSVGElement, picture: DiffPicture, status: HTMLElement, actions: KeyActions): void {
  let at = 0;
  svg.setAttribute('tabindex', '0');
  svg.setAttribute('aria-keyshortcuts', 'ArrowUp ArrowDown ArrowLeft ArrowRight Enter Escape');
  svg.addEventListener('focus', () => {
    // Not by a click, which is about the box under it.
    if (svg.matches(':focus-visible')) status.textContent = picture.mark(at);
  });
  svg.addEventListener('blur', () => picture.mark(null));
  svg.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    // The static picture has its boxes in another structure.
    if (isWalk(event.key)) actions.redraw();
    if (event.key.startsWith('Arrow')) at = picture.neighbour(at, event.key);
    else if (event.key === 'Enter') actions.toggleZoom(at);
    else if (event.key === 'Escape' && actions.isZoomed()) actions.zoomOut();
    else return;
    event.preventDefault();
    status.textContent = picture.mark(at);
  });
}

function isWalk(key: string): boolean {
  return key.startsWith('Arrow') || key === 'Enter';
}

function say(within: Element | null, selector: string, text: string): void {
  const place = within?.querySelector(selector);
  if (place !== null && place !== undefined) place.textContent = text;
}
