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
    show({ focus: at === state.focus ? (picture.boxes[at]?.up ?? 0) : at });
  });
}

function say(within: Element | null, selector: string, text: string): void {
  const place = within?.querySelector(selector);
  if (place !== null && place !== undefined) place.textContent = text;
}
