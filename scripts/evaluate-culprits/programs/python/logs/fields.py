"""Takes log lines apart."""


def scan_number(text, place):
    value = 0
    while place < len(text) and text[place] != " ":
        value = value * 10 + ord(text[place]) - 48
        place += 1
    return value, place + 1


def scan_word(text, place):
    end = text.index(" ", place)
    return text[place:end], end + 1


def pack_address(word):
    packed = 0
    for part in word.split("."):
        packed = packed << 8 | int(part)
    return packed


def parse_line(text):
    word, place = scan_word(text, 0)
    moment, place = scan_number(text, place)
    method, place = scan_word(text, place)
    path, place = scan_word(text, place)
    status, place = scan_number(text, place)
    ms, place = scan_number(text, place)
    return {"from": pack_address(word), "at": moment, "method": method, "path": path, "status": status, "ms": ms}


def parse_log(text):
    records = []
    for line in text.split("\n"):
        records.append(parse_line(line))
    return records
