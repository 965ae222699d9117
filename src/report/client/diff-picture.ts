import { placeBoxes, readDiffBoxes, type DiffBox, type DiffSide } from './diff-boxes.ts';
import { changeScale, type ChangeScale, type DiffMeasure } from './diff-change.ts';
import { all } from './dom.ts';
import type { BaseUnit } from './profile-data.ts';

const rowPx = 20;
const svgNamespace = 'http://www.w3.org/2000/svg';
/** Width of a letter that labels are cut for: more than most have, since the reader's font is unknown. */
const letterPx = 8;
const boldPx = 8.8;
const paddingPx = 5;
const leastLetters = 4;
const stepClasses = ['b4', 'b3', 'b2', 'b1', 'same', 'w1', 'w2', 'w3', 'w4'];

export interface PictureState {
  readonly side: DiffSide;
  readonly measure: DiffMeasure;
  /** Index of the box that has all the width. */
  readonly focus: number;
}

interface Shape {
  readonly box: DiffBox;
  readonly group: SVGGElement;
  readonly holder: SVGSVGElement;
  readonly text: SVGTextElement;
}

/** The static differential flame graph, drawn again by what the reader chooses. */
export class DiffPicture {
  readonly boxes: readonly DiffBox[];
  private readonly groups: readonly SVGGElement[];
  private readonly svg: SVGSVGElement;
  private readonly unit: BaseUnit;
  private readonly reference: number;
  private shapes: readonly Shape[] | null = null;
  private shown: PictureState | null = null;
  private drawnPx = 0;

  constructor(svg: SVGSVGElement) {
    this.svg = svg;
    this.groups = all<SVGGElement>('g[data-v]', svg);
    this.boxes = readDiffBoxes(this.groups.map((group) => ({ data: group.dataset, title: group.querySelector('title')?.textContent ?? '', own: group.classList.contains('own') })));
    this.unit = (svg.dataset['unit'] ?? 'count') as BaseUnit;
    this.reference = Number(svg.dataset['reference'] ?? 0);
    new ResizeObserver(() => this.fitAgain()).observe(svg);
  }

  /** Index of the box that an event happened in; null beside all boxes. */
  boxAt(target: EventTarget | null): number | null {
    const group = target instanceof Element ? target.closest('g[data-v]') : null;
    const index = this.groups.findIndex((each) => each === group);
    return index < 0 ? null : index;
  }

  /** The box that an arrow key leads to from `at`, among those that are drawn; `at` where there is none. */
  neighbour(at: number, key: string): number {
    const drawn = (index: number): boolean => this.groups[index]?.classList.contains('box') === true;
    const up = this.boxes[at]?.up ?? 0;
    if (key === 'ArrowUp') return drawn(up) ? up : at;
    const indices = [...this.boxes.keys()].slice(1);
    if (key === 'ArrowDown') return indices.find((index) => this.boxes[index]?.up === at && drawn(index)) ?? at;
    const row = indices.filter((index) => this.boxes[index]?.up === up && drawn(index));
    return row[row.indexOf(at) + (key === 'ArrowLeft' ? -1 : 1)] ?? at;
  }

  /** Marks one box as the one that keys act on, and returns what its title says; null marks none. */
  mark(at: number | null): string {
    for (const [index, group] of this.groups.entries()) group.classList.toggle('cursor', index === at);
    return at === null ? '' : (this.groups[at]?.querySelector('title')?.textContent ?? '').replaceAll('\n', ', ');
  }

  draw(state: PictureState): ChangeScale {
    this.shapes ??= this.groups.map((group, index) => takeOver(group, this.boxes[index] as DiffBox));
    this.shown = state;
    const scale = changeScale(this.boxes, state.measure, this.reference, this.unit);
    const places = placeBoxes(this.boxes, state.side, state.focus);
    this.drawnPx = this.svg.clientWidth;
    let rows = 1;
    for (const [index, { box, group, holder, text }] of this.shapes.entries()) {
      const { x, width, above } = places[index] ?? { x: 0, width: 0, above: false };
      group.setAttribute('display', width > 0 ? 'inline' : 'none');
      group.classList.toggle('box', width > 0);
      if (width === 0) continue;
      rows = Math.max(rows, box.row + 1);
      const step = scale.stepOf(box);
      group.classList.remove(...stepClasses, 's', 'thin');
      group.classList.add(stepClasses[step + 4] ?? 'same');
      group.classList.toggle('thin', width * this.drawnPx < 3);
      group.classList.toggle('above', above);
      holder.setAttribute('x', `${x * 100}%`);
      holder.setAttribute('width', `${width * 100}%`);
      text.textContent = fit(labelsOf(box, step, scale), width * this.drawnPx, box.own);
    }
    this.svg.setAttribute('height', String(rows * rowPx));
    return scale;
  }

  /** Labels are cut for one width of the picture. */
  private fitAgain(): void {
    if (this.shown !== null && Math.abs(this.svg.clientWidth - this.drawnPx) > 1) this.draw(this.shown);
  }
}

/** Gives a static box the one structure that can be moved: colour, lines of the new, label. */
function takeOver(group: SVGGElement, box: DiffBox): Shape {
  const fill = group.querySelector('rect:not(.new)')?.getAttribute('fill') ?? '';
  const lines = group.querySelector('rect.new')?.getAttribute('fill');
  const holder = document.createElementNS(svgNamespace, 'svg');
  holder.setAttribute('y', String(box.row * rowPx));
  holder.setAttribute('height', String(rowPx));
  holder.append(rectangle(fill), ...(lines === null || lines === undefined ? [] : [rectangle(lines, 'new')]));
  const text = document.createElementNS(svgNamespace, 'text');
  text.setAttribute('x', String(paddingPx));
  text.setAttribute('y', '14');
  if (box.own) text.setAttribute('font-weight', '600');
  holder.append(text);
  const title = group.querySelector('title');
  group.replaceChildren(...(title === null ? [] : [title]), holder);
  return { box, group, holder, text };
}

function rectangle(fill: string, kind = ''): SVGRectElement {
  const made = document.createElementNS(svgNamespace, 'rect');
  made.setAttribute('width', '100%');
  made.setAttribute('height', '100%');
  made.setAttribute('fill', fill);
  if (kind !== '') made.setAttribute('class', kind);
  return made;
}

/** Longest first. */
function labelsOf(box: DiffBox, step: number, scale: ChangeScale): readonly string[] {
  if (box.trunk !== '') return [box.trunk];
  const { label, file } = box;
  if (step === 0) return file === '' || label.startsWith(file) ? [label] : [`${label} · ${file}`, label];
  const marked = `${step > 0 ? '▲' : '▼'} ${label}`;
  return [`${marked} · ${scale.words(scale.changeOf(box))}`, marked];
}

function fit(labels: readonly string[], px: number, bold: boolean): string {
  const letters = Math.floor((px - 2 * paddingPx) / (bold ? boldPx : letterPx));
  const whole = labels.find((label) => label.length <= letters);
  if (whole !== undefined) return whole;
  return letters <= leastLetters ? '' : `${(labels.at(-1) ?? '').slice(0, letters - 1)}…`;
}
