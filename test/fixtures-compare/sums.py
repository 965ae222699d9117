"""Prints what Python's own pstats and json read from the recordings beside this file; see scripts/compare-fixtures.sh."""
import glob
import gzip
import json
import os
import pstats
import tempfile

here = os.path.dirname(os.path.abspath(__file__))


def stats_sums(path):
    with tempfile.NamedTemporaryFile(suffix=".stats") as plain:
        with gzip.open(path) as packed:
            plain.write(packed.read())
        plain.flush()
        stats = pstats.Stats(plain.name)
    functions = {}
    for (file, line, name), (_, calls, own, inclusive, _) in stats.stats.items():
        if os.path.basename(file) in ("assets.py", "bursts.py", "classifier.py", "rules.py"):
            functions["%s:%s:%d" % (os.path.basename(file), name, line)] = [calls, own, inclusive]
    return {"total": sum(row[2] for row in stats.stats.values()), "calls": stats.total_calls, "functions": functions}


def ticks_sums(path):
    with gzip.open(path) as packed:
        profile = json.load(packed)
    names = {node["id"]: node["callFrame"]["functionName"] for node in profile["nodes"]}
    ticks = {}
    for sample in profile["samples"]:
        ticks[names[sample]] = ticks.get(names[sample], 0) + 1
    return {"samples": len(profile["samples"]), "ticks": ticks}


rows = {}
for path in sorted(glob.glob(os.path.join(here, "*.gz"))):
    read = stats_sums if ".stats." in path else ticks_sums
    rows[os.path.basename(path)] = read(path)
print(json.dumps(rows, separators=(",", ":"), sort_keys=True))
