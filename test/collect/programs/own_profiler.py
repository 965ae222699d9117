"""Profiles a part of itself into the file `argv[1]`."""
import cProfile
import pstats
import sys


def before():
    return 1


def watched():
    return 2


def after():
    return 3


before()
profiler = cProfile.Profile()
profiler.enable()
watched()
profiler.disable()
after()
profiler.dump_stats(sys.argv[1])
print(sorted(key[2] for key in pstats.Stats(sys.argv[1]).stats))
