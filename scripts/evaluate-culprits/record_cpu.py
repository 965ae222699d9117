"""record_cpu.py OUTPUT MAIN: cProfile by the CPU clock, so that other programs on the machine do not count."""
import cProfile
import os
import sys
import time

output, main = sys.argv[1:3]
sys.path[0] = os.path.dirname(os.path.abspath(main))
with open(main) as source:
    code = compile(source.read(), main, "exec")
names = {"__name__": "__main__", "__file__": main}
profile = cProfile.Profile(time.process_time)
profile.runctx(code, names, names)
profile.dump_stats(output)
