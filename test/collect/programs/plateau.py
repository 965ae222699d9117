"""Holds 24 MB for a moment, then 2 MB; prints what tracemalloc knows at the end."""
import time
import tracemalloc


def hold(count):
    return [bytes(1000) for _ in range(count)]


high = hold(24000)
time.sleep(0.25)
low = hold(2000)
del high
time.sleep(0.05)
# Of this file: a profiler's thread may hold more than what is left here.
snapshot = tracemalloc.take_snapshot().filter_traces([tracemalloc.Filter(True, __file__)])
largest = snapshot.statistics('lineno')[0]
print(largest.size, largest.count, largest.traceback[0].lineno)
