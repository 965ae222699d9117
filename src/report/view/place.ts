/** "work.py:41", "work.py" without a line, '' without a file. */
export function placeOf(file: string, line: number): string {
  // pstats calls the file of builtins "~".
  if (file === '' || file === '~') return '';
  return line > 0 ? `${file}:${line}` : file;
}

/** Last part of a path or URL. */
export function fileName(file: string): string {
  return file.slice(Math.max(file.lastIndexOf('/'), file.lastIndexOf('\\')) + 1);
}

/** A function's name with its place, said once where the name is the place itself (lines of a snapshot). */
export function namedPlace(row: { readonly name: string; readonly file: string; readonly line: number }): { name: string; place: string } {
  const place = placeOf(row.file, row.line);
  if (place !== '' && (row.name === place || row.name === fileName(place))) return { name: place, place: '' };
  return { name: row.name, place };
}

/** True for names that the style cuts to three lines; all of them stay in the page. */
export function isLong(name: string): boolean {
  return name.length > 200;
}

/** "name (file:line)", for plain text. */
export function nameWithPlace(row: { readonly name: string; readonly file: string; readonly line: number }): string {
  const { name, place } = namedPlace(row);
  return place === '' ? name : `${name} (${place})`;
}
