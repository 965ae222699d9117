/** One box of the static differential flame graph, as its attributes say. */
export interface DiffBox {
  readonly name: string;
  /** The name as labels have it. */
  readonly label: string;
  /** File name without directories, '' where unknown. */
  readonly file: string;
  /** Said of a folded trunk instead of the name. */
  readonly trunk: string;
  readonly own: boolean;
  /** False where it never has a colour. */
  readonly judged: boolean;
  /** Index of the box above; the root's own is 0. */
  readonly up: number;
  readonly row: number;
  readonly selfBase: number;
  readonly selfHead: number;
  readonly totalBase: number;
  readonly totalHead: number;
  /** What may be hidden on a side where it was pruned. */
  readonly hidden: number;
}

export type DiffSide = 'base' | 'head';

/** What the markup of a box says. */
export interface BoxMarkup {
  readonly data: Readonly<Record<string, string | undefined>>;
  readonly title: string;
  readonly own: boolean;
}

/** In the picture's order: a box comes after the one above it. */
export function readDiffBoxes(groups: readonly BoxMarkup[]): DiffBox[] {
  const boxes: DiffBox[] = [];
  for (const { data, title, own } of groups) {
    const [selfBase = 0, selfHead = 0, totalBase = 0, totalHead = 0, hidden = 0] = (data['v'] ?? '').split(' ').map(Number);
    const up = Math.max(0, Math.min(Number(data['up'] ?? 0), boxes.length - 1));
    const row = boxes.length === 0 ? 0 : (boxes[up]?.row ?? 0) + 1;
    const { name = '', short: label = name, trunk = '', plain } = data;
    boxes.push({ name, label, file: fileOf(title, name), trunk, own, judged: plain === undefined, up, row, selfBase, selfHead, totalBase, totalHead, hidden });
  }
  return boxes;
}

/** From the title's first line, "name (dir/file.py:12)": the file is said once in the page. */
function fileOf(title: string, name: string): string {
  const first = title.split('\n', 1)[0] ?? '';
  if (!first.startsWith(`${name} (`) || !first.endsWith(')')) return '';
  const place = first.slice(name.length + 2, -1).replace(/:\d+$/, '');
  return place.slice(Math.max(place.lastIndexOf('/'), place.lastIndexOf('\\')) + 1);
}

/** Where a box is drawn: shares of the picture; width 0 is not drawn. */
export interface Placing {
  readonly x: number;
  readonly width: number;
  /** Above the zoomed box: it has all the width, whatever it weighs. */
  readonly above: boolean;
}

/** Boxes below this share of the picture are not drawn, as in the static one. */
const leastWidth = 0.001;

/** Places every box for one side's widths, the box `focus` over the whole picture. */
export function placeBoxes(boxes: readonly DiffBox[], side: DiffSide, focus: number): Placing[] {
  const weightOf = (box: DiffBox): number => (side === 'head' ? box.totalHead : box.totalBase);
  const starts: number[] = [];
  const next: number[] = [];
  for (const [index, box] of boxes.entries()) {
    const start = index === 0 ? 0 : (next[box.up] ?? 0);
    starts.push(start);
    next.push(start);
    if (index > 0) next[box.up] = start + weightOf(box);
  }
  const focused = boxes[focus];
  const from = starts[focus] ?? 0;
  const all = focused === undefined ? 0 : weightOf(focused);
  const above = new Set<number>();
  for (let at = focus; at !== 0; at = boxes[at]?.up ?? 0) above.add(boxes[at]?.up ?? 0);
  const inside = new Set([focus]);
  return boxes.map((box, index) => {
    if (above.has(index)) return { x: 0, width: 1, above: true };
    if (index === focus) return { x: 0, width: 1, above: false };
    if (!inside.has(box.up)) return { x: 0, width: 0, above: false };
    inside.add(index);
    const width = all > 0 ? weightOf(box) / all : 0;
    return { x: all > 0 ? ((starts[index] ?? 0) - from) / all : 0, width: width >= leastWidth ? width : 0, above: false };
  });
}
