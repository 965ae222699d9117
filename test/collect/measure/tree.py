"""tree.py SECONDS: two processes that burn so much CPU together and hold 120 MiB; prints what the kernel says of both."""
import json
import os
import resource
import sys
import time


def burn(seconds):
    until = time.process_time() + seconds
    while time.process_time() < until:
        sum(range(10000))


block = bytearray(b"x" * (60 << 20)) + bytearray(60 << 20)
block[:: 4096] = b"y" * len(block[:: 4096])
child = os.fork()
if child == 0:
    burn(float(sys.argv[1]) / 2)
    os._exit(0)
burn(float(sys.argv[1]) / 2)
os.waitpid(child, 0)
del block
both = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
print(json.dumps({"cpu": sum(each.ru_utime + each.ru_stime for each in both), "rss": max(each.ru_maxrss for each in both) * 1024}), flush=True)
os._exit(0)
