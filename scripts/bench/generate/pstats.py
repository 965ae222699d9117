# Writes a pstats file of the size of a large program's: by default 64,000 functions and 746,000 caller edges, 30 MB.
#   python3 pstats.py OUT [FUNCTIONS] [EDGES]
# Objects are shared as cProfile.Profile.snapshot_stats shares them (one caller tuple for all its callees, apart
# from the row's own key), because the references of the file follow from that. Seeded: same arguments, same file.
import marshal
import random
import sys


def main(out, functions=64000, edges=746000):
    pick = random.Random(20)
    files = ["/srv/photo/lib/python3.11/site-packages/package_%03d/module_%02d.py" % (n % 300, n % 37) for n in range(3000)]
    names = ["%s_%s_%d" % (verb, noun, n) for n in range(400) for verb in ("get", "read", "make", "check") for noun in ("asset", "tag", "item")]
    keys = []
    for number in range(functions):
        if number % 20 == 0:
            keys.append(("~", 0, "<method 'call_%d' of 'Type_%d' objects>" % (number, number % 50)))
        else:
            # A new int each, as frames have: numbers above 256 are not shared.
            keys.append((pick.choice(files), int(str(number % 3000 + 1)), pick.choice(names)))
    keys = list(dict.fromkeys(keys))
    callers_of = [{} for _ in keys]
    table = {}
    for number, key in enumerate(keys):
        calls = int(pick.paretovariate(0.8))
        primitive = calls - (pick.randrange(calls + 1) if pick.random() < 0.05 else 0)
        self_seconds = pick.expovariate(1e3) * calls
        table[key] = (primitive, calls, self_seconds, self_seconds * (1 + pick.expovariate(1)), callers_of[number])
    # Callers come before their callees in call depth, except for one edge in fifty, which closes a cycle.
    remaining = edges
    per_function = edges / len(keys)
    for number, key in enumerate(keys):
        caller = (key[0], key[1], key[2])
        wanted = min(remaining, int(pick.expovariate(1 / per_function)) + 1)
        for _ in range(wanted):
            if pick.random() < 0.02 or number + 1 >= len(keys):
                callee = pick.randrange(len(keys))
            else:
                callee = min(len(keys) - 1, number + 1 + int(pick.expovariate(1 / 4000)))
            if caller in callers_of[callee]:
                continue
            calls = int(pick.paretovariate(1.0))
            self_seconds = pick.expovariate(1e4) * calls
            callers_of[callee][caller] = (calls, calls, self_seconds, self_seconds * (1 + pick.expovariate(1)))
            remaining -= 1
    with open(out, "wb") as target:
        marshal.dump(table, target)
    print("%s: %d functions, %d edges" % (out, len(table), sum(map(len, callers_of))))


main(sys.argv[1], *map(int, sys.argv[2:4]))
