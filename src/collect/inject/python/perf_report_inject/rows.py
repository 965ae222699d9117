"""The table of `cProfile.Profile.stats`, made from what `_lsprof` counted.

Unlike cProfile's own, it adds up functions that share a label (two lambdas on one line)
and takes several profilers, one a thread. Rows are lists while they grow:
label -> [primitive calls, calls, own seconds, seconds, {caller: [calls, primitive, own, all]}].
"""
import gc
import os

OWN_DIRECTORY = os.path.dirname(os.path.dirname(os.path.abspath(__file__))) + os.sep


def entries_of(profiler):
    """`getstats()` while calls go on. A collection inside could run other code, which changes the tables that are read."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        return profiler.getstats()
    finally:
        if was_enabled:
            gc.enable()


def add_entries(rows, entries):
    """Adds `getstats()` of one profiler; what our own functions did is left out."""
    labels = {}
    own = set()
    for entry in entries:
        code = entry[0]
        label = labels[id(code)] = (('~', 0, code) if isinstance(code, str)
                                    else (code.co_filename, code.co_firstlineno, code.co_name))
        if label[0].startswith(OWN_DIRECTORY):
            own.add(label)
            continue
        row = rows.get(label)
        if row is None:
            row = rows[label] = [0, 0, 0.0, 0.0, {}]
        row[0] += entry[1] - entry[2]
        row[1] += entry[1]
        row[2] += entry[4]
        row[3] += entry[3]
    for entry in entries:
        if entry[5]:
            add_callees(rows, labels, labels[id(entry[0])], entry[5], own)


def add_callees(rows, labels, caller, callees, own):
    for callee in callees:
        label = labels.get(id(callee[0]))
        row = rows.get(label)
        # Not in the table: still running, or ours.
        if row is None or label in own:
            continue
        if caller in own:
            row[0] -= callee[1] - callee[2]
            row[1] -= callee[1]
            row[2] = max(0.0, row[2] - callee[4])
            row[3] = max(0.0, row[3] - callee[3])
            continue
        edge = row[4].get(caller)
        if edge is None:
            edge = row[4][caller] = [0, 0, 0.0, 0.0]
        edge[0] += callee[1]
        edge[1] += callee[1] - callee[2]
        edge[2] += callee[4]
        edge[3] += callee[3]


def merge_rows(rows, more):
    for label, (primitive, calls, own_seconds, seconds, callers) in more.items():
        row = rows.setdefault(label, [0, 0, 0.0, 0.0, {}])
        row[0] += primitive
        row[1] += calls
        row[2] += own_seconds
        row[3] += seconds
        for caller, counts in callers.items():
            edge = row[4].setdefault(caller, [0, 0, 0.0, 0.0])
            for index in range(4):
                edge[index] += counts[index]


def finished_table(rows):
    """As marshal stores it: tuples, and no row that only our own calls made."""
    return dict((label, (row[0], row[1], row[2], row[3], dict((caller, tuple(edge)) for caller, edge in row[4].items())))
                for label, row in rows.items() if row[1] > 0)
