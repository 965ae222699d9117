export interface Column {
  readonly header: string;
  readonly align: 'left' | 'right';
}

/**
 * A table as lines of text: a header line, then one line a row, columns two spaces apart, no trailing
 * spaces. Cells are printed as they are: escape hostile text first.
 */
export function renderTable(columns: readonly Column[], rows: readonly (readonly string[])[]): string[] {
  const widths = columns.map(({ header }) => header.length);
  for (const row of rows) {
    for (let at = 0; at < columns.length; at++) widths[at] = Math.max(widths[at] as number, (row[at] ?? '').length);
  }
  return [columns.map(({ header }) => header), ...rows].map((row) => renderRow(row, columns, widths));
}

function renderRow(row: readonly string[], columns: readonly Column[], widths: readonly number[]): string {
  const cells = columns.map(({ align }, at) => {
    const cell = row[at] ?? '';
    const width = widths[at] as number;
    return align === 'right' ? cell.padStart(width) : cell.padEnd(width);
  });
  return cells.join('  ').trimEnd();
}

/** `text` broken at spaces into lines of at most `width` characters; longer words stand alone. */
export function wrapText(text: string, width: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    if (line !== '' && line.length + 1 + word.length > width) {
      lines.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  lines.push(line);
  return lines;
}
