"""Packs rows into bytes."""


def checksum(data):
    low, high = 1, 0
    for byte in data:
        low = (low + byte) % 65521
        high = (high + low) % 65521
    return high << 16 | low


def pack_row(row):
    packed = bytearray()
    for value in row:
        while value > 127:
            packed.append(value & 127 | 128)
            value >>= 7
        packed.append(value)
    return bytes(packed)


def pack_rows(rows):
    total = 0
    for row in rows:
        total ^= checksum(pack_row(row) * 2)
    return total
