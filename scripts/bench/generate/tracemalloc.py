# Makes a tracemalloc dump of about 5 MB (290,000 traces) with the real tracemalloc: many live blocks on few
# thousand call paths, as a program that holds a large cache has.
#   python3 tracemalloc.py OUT [TRACES]
import sys

# The folder of this script would shadow the standard module of the same name.
sys.path.pop(0)
import tracemalloc  # noqa: E402

SOURCE = "".join(
    "def step_%d(path, keep, size):\n"
    "    if not path:\n"
    "        keep.append(bytearray(size))\n"
    "        return\n"
    "    functions[path[0]](path[1:], keep, size)\n" % number
    for number in range(200)
)


def load_functions():
    """200 functions spread over 20 file names."""
    namespace = {"functions": []}
    lines = SOURCE.splitlines(True)
    for part in range(20):
        text = "\n" * (part * 50) + "".join(lines[part * 50 : part * 50 + 50])
        exec(compile(text, "/srv/photo-app/tagger/part_%02d.py" % part, "exec"), namespace)
    namespace["functions"].extend(namespace["step_%d" % number] for number in range(200))
    return namespace["functions"]


def main(out, traces):
    functions = load_functions()
    state = 12345
    keep = []
    paths = []
    tracemalloc.start(25)
    for number in range(traces // 2):  # a bytearray is two blocks: the object and its bytes
        if number % 20 == 0:
            path = []
            for _ in range(4 + number // 20 % 12):
                state = (state * 1103515245 + 12345) & 0x7FFFFFFF
                path.append((state >> 8) % 200)
            paths.append(tuple(path))
        functions[paths[-1][0]](paths[-1][1:], keep, 20 + number % 500)
    snapshot = tracemalloc.take_snapshot()
    tracemalloc.stop()
    snapshot.dump(out)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 290000)
