/** Digits that a double holds exactly, whatever they are. */
const exactDigits = 15;
const powersOfTen = Float64Array.from({ length: exactDigits + 1 }, (_, exponent) => 10 ** exponent);

/** The number of bytes `from` to `to`, digits with at most one point; NaN for any other spelling, a sign included. */
export function readDecimal(bytes: Uint8Array, from: number, to: number): number {
  let value = 0;
  let point = -1;
  for (let p = from; p < to; p++) {
    const digit = (bytes[p] as number) - 48;
    if (digit >= 0 && digit <= 9) value = value * 10 + digit;
    else if (digit === -2 && point < 0) point = p;
    else return NaN;
  }
  const digits = to - from - (point < 0 ? 0 : 1);
  if (digits < 1) return NaN;
  if (digits > exactDigits) return Number(Buffer.from(bytes.buffer as ArrayBuffer, bytes.byteOffset + from, to - from).toString('latin1'));
  return point < 0 ? value : value / (powersOfTen[to - point - 1] as number);
}
