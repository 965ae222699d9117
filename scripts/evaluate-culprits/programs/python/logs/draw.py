"""Draws tables and bars as text."""


def pad(text, width):
    return text + " " * (width - len(text))


def draw_row(row):
    cells = [pad(str(cell), 12) for cell in row]
    return "|".join(cells)


def draw_bar(value):
    bar = ""
    for step in range(value // 40):
        bar += "#" if step % 5 else "+"
    return bar


def draw_bars(values):
    return [draw_bar(value) for value in values]


def draw_all(rows, values):
    lines = [draw_row(row) for row in rows]
    lines.extend(draw_bars(values))
    return "\n".join(lines)


def digest(text):
    value = 7
    for letter in text:
        value = (value * 31 + ord(letter)) & 0xFFFFFF
    return value
