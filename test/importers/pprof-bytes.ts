/** Small protobuf encoder for files that no real encoder writes: every field, wire type and order is free. */
export function varint(value: number | bigint): number[] {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  for (; rest > 0x7fn; rest >>= 7n) bytes.push(Number(rest & 0x7fn) | 0x80);
  bytes.push(Number(rest));
  return bytes;
}

export function number(field: number, value: number | bigint): number[] {
  return [...varint(field << 3), ...varint(value)];
}

export function block(field: number, ...parts: readonly (readonly number[])[]): number[] {
  const body = parts.flat();
  return [...varint((field << 3) | 2), ...varint(body.length), ...body];
}

export function packed(field: number, values: readonly (number | bigint)[]): number[] {
  return block(field, values.flatMap(varint));
}

export function text(field: number, value: string): number[] {
  return block(field, [...Buffer.from(value)]);
}

/** A string table field by field; entry 0 is added. */
export function strings(...values: readonly string[]): number[] {
  return ['', ...values].flatMap((value) => text(6, value));
}

/** A function `id` whose name is string `name`, and a location with the same id that holds it. */
export function functionAndLocation(id: number | bigint, name: number, line = 0): number[] {
  return [...block(5, number(1, id), number(2, name)), ...block(4, number(1, id), block(4, number(1, id), ...(line === 0 ? [] : [number(2, line)])))];
}

export function bytes(...parts: readonly (readonly number[])[]): Uint8Array {
  return Uint8Array.from(parts.flat());
}
