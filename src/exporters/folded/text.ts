/**
 * A frame as folded text. `name (file:line)` is what the importer takes apart again; line 0 is unknown.
 * What would break the line format is replaced visibly: `;` by `；`, control characters by their
 * pictures (`␊`), a leading `# ` by `＃ `, and a blank before a number or at the end by a no-break space,
 * because both would read as a second count.
 */
export function foldedFrame(name: string, file: string, line: number): string {
  const text = file === '' ? name : `${name} (${file}:${line})`;
  if (text === '') return '(unnamed)';
  if (plain.test(text)) return text;
  return text
    .replace(/;/g, '；')
    .replace(controls, controlPicture)
    .replace(/^#(?=[\s#]|$)/, '＃')
    .replace(/[ \t](?=(?:[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)?$)/, '\u00a0');
}

const plain = /^[\p{L}_<(][\p{L}\p{N}_.<>():/\\,*&~$@ -]*[\p{L}_>)]$/u;
const controls = /[\u0000-\u001f\u007f]/g;

function controlPicture(control: string): string {
  const code = control.charCodeAt(0);
  return String.fromCharCode(code === 0x7f ? 0x2421 : 0x2400 + code);
}

/** The shortest decimal that reads back as the same number, without an exponent. */
export function plainDecimal(value: number): string {
  const text = String(value);
  const parts = /^(-?)(\d)(?:\.(\d+))?e([+-]\d+)$/.exec(text);
  if (parts === null) return text;
  const digits = `${parts[2] as string}${parts[3] ?? ''}`;
  const exponent = Number(parts[4]);
  const sign = parts[1] as string;
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${digits}`;
  return `${sign}${digits}${'0'.repeat(exponent + 1 - digits.length)}`;
}
