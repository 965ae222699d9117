"""Writes log lines that are the same in every run."""

PATHS = ["/", "/login", "/photos/{}", "/photos/{}/tags", "/users/{}", "/users/{}/albums/{}", "/search"]


def numbers(seed):
    state = seed + 99
    while True:
        state = state * 48271 % 2147483647
        yield state


def fill(path, source):
    while "{}" in path:
        path = path.replace("{}", str(next(source) % 900), 1)
    return path


def address(source):
    return ".".join([str(next(source) % 200 + 1) for _ in range(4)])


def write_line(place, source):
    path = fill(PATHS[next(source) % len(PATHS)], source)
    status = (200, 200, 200, 304, 404, 500)[next(source) % 6]
    return "%s %d GET %s %d %d" % (address(source), 1000 + place, path, status, next(source) % 700)


def write_log(seed, count):
    source = numbers(seed)
    return "\n".join([write_line(place, source) for place in range(count)])
