/** The space between a number and its unit: never a line break. */
export const nbsp = '\u00a0';
const minus = '\u2212';

/**
 * A number for reading: at most three significant digits, thousands grouped with commas, whole
 * numbers of four and more digits kept whole, a real minus sign. 1.3024 is "1.30", 1.3 is "1.3".
 */
export function formatNumber(value: number): string {
  if (!Number.isFinite(value)) return Number.isNaN(value) ? 'not a number' : `${value < 0 ? minus : ''}∞`;
  const size = Math.abs(value);
  const sign = value < 0 ? minus : '';
  if (size >= 1e15) return sign + size.toExponential(2).replace('e+', 'e');
  if (size >= 999.5) return sign + groupThousands(String(Math.round(size)));
  if (size === 0) return '0';
  if (size < 1e-3) return sign + size.toExponential(2);
  const decimals = size >= 99.95 ? 0 : size >= 9.995 ? 1 : size >= 0.9995 ? 2 : Math.min(6, 2 - Math.floor(Math.log10(size)));
  const text = size.toFixed(decimals);
  // Zeros at the end say how exact a rounded number is; an exact one needs none.
  const exact = Math.abs(Number(text) - size) <= size * 1e-9;
  return sign + (exact && text.includes('.') ? text.replace(/\.?0+$/, '') : text);
}

/** All digits of a number, thousands grouped: what a `title` holds. */
export function exactNumber(value: number): string {
  if (!Number.isFinite(value) || Math.abs(value) >= 1e21) return formatNumber(value);
  const [whole, fraction] = String(Math.abs(value)).split('.');
  if (whole === undefined || whole.includes('e') || fraction?.includes('e') === true) return String(value);
  const grouped = groupThousands(whole);
  return (value < 0 ? minus : '') + (fraction === undefined ? grouped : `${grouped}.${fraction}`);
}

function groupThousands(digits: string): string {
  return digits.replace(/\B(?=(?:\d{3})+$)/g, ',');
}
