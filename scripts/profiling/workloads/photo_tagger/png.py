"""PNG images with 8 bits of red, green and blue: writing, and reading in pure Python."""
import struct
import zlib

SIGNATURE = b"\x89PNG\r\n\x1a\n"
BYTES_PER_PIXEL = 3


class BrokenImage(ValueError):
    """The bytes are no image of this kind."""


def encode(rows, width):
    """PNG bytes of rows of RGB bytes; filters take turns, as they do in real files."""
    above = bytes(width * BYTES_PER_PIXEL)
    lines = []
    for number, row in enumerate(rows):
        kind = (4, 1, 2, 4, 3)[number % 5]
        lines.append(bytes([kind]) + filter_row(kind, row, above))
        above = row
    header = struct.pack(">IIBBBBB", width, len(rows), 8, 2, 0, 0, 0)
    return SIGNATURE + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"".join(lines), 6)) + chunk(b"IEND", b"")


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data) & 0xFFFFFFFF)


def filter_row(kind, row, above):
    """What the row differs from its prediction."""
    result = bytearray()
    for at, value in enumerate(row):
        left = row[at - BYTES_PER_PIXEL] if at >= BYTES_PER_PIXEL else 0
        corner = above[at - BYTES_PER_PIXEL] if at >= BYTES_PER_PIXEL else 0
        guess = (0, left, above[at], (left + above[at]) // 2, predict(left, above[at], corner))[kind]
        result.append((value - guess) & 255)
    return bytes(result)


def predict(left, up, corner):
    """Paeth's predictor: whichever of the three is nearest to left + up - corner."""
    guess = left + up - corner
    to_left, to_up, to_corner = abs(guess - left), abs(guess - up), abs(guess - corner)
    if to_left <= to_up and to_left <= to_corner:
        return left
    return up if to_up <= to_corner else corner


def decode(data):
    """(width, height, rows of RGB bytes)."""
    chunks = dict(read_chunks(data))
    width, height = struct.unpack(">II", chunks[b"IHDR"][:8])
    packed = zlib.decompress(chunks[b"IDAT"])
    stride = width * BYTES_PER_PIXEL
    above = bytearray(stride)
    rows = []
    for start in range(0, height * (stride + 1), stride + 1):
        row = bytearray(packed[start + 1:start + 1 + stride])
        UNDO[packed[start]](row, above)
        rows.append(row)
        above = row
    return width, height, rows


def read_chunks(data):
    if data[:8] != SIGNATURE:
        raise BrokenImage("not a PNG image")
    at = 8
    while at < len(data):
        length, = struct.unpack(">I", data[at:at + 4])
        kind, body = data[at + 4:at + 8], data[at + 8:at + 8 + length]
        if struct.unpack(">I", data[at + 8 + length:at + 12 + length])[0] != zlib.crc32(kind + body) & 0xFFFFFFFF:
            raise BrokenImage("the image is damaged")
        yield kind, body
        at += 12 + length


def undo_none(row, above):
    """The row is as it was."""


def undo_sub(row, above):
    for at in range(BYTES_PER_PIXEL, len(row)):
        row[at] = (row[at] + row[at - BYTES_PER_PIXEL]) & 255


def undo_up(row, above):
    for at, up in enumerate(above):
        row[at] = (row[at] + up) & 255


def undo_average(row, above):
    for at, up in enumerate(above):
        left = row[at - BYTES_PER_PIXEL] if at >= BYTES_PER_PIXEL else 0
        row[at] = (row[at] + (left + up) // 2) & 255


def undo_paeth(row, above):
    """Written out: a call of predict for each byte would take three times as long. Differences stay without a sign."""
    left = corner = 0
    for at, up in enumerate(above):
        if at >= BYTES_PER_PIXEL:
            left, corner = row[at - BYTES_PER_PIXEL], above[at - BYTES_PER_PIXEL]
        to_left = up - corner if up > corner else corner - up
        to_up = left - corner if left > corner else corner - left
        guess = left if to_left <= to_up else up
        if (up > corner) != (left > corner):  # the corner lies between, and may be nearest
            to_corner = to_left - to_up if to_left > to_up else to_up - to_left
            if to_corner < to_left and to_corner < to_up:
                guess = corner
        row[at] = (row[at] + guess) & 255


UNDO = (undo_none, undo_sub, undo_up, undo_average, undo_paeth)
