"""Mode tracemalloc: live memory by the place that allocated it.

`<name>.peak.pickle` is the largest state seen, `<name>.exit.pickle` the last one, where it is smaller.
A snapshot is written and dropped at once, so only tracemalloc's own tables stay in memory.
"""

import sys

try:
    import tracemalloc
except ImportError:
    tracemalloc = None

from .rows import OWN_DIRECTORY
from .session import Session
from .target import Missing
from .ticker import ThreadTicker

FRAMES = 10
POLL_SECONDS = 0.05
# A snapshot is taken when so much more is live than at the last one.
GROWTH = 1.2
LEAST_GROWTH_BYTES = 256 * 1024
# While memory climbs, the snapshot waits for the top, but not longer than this.
LONGEST_CLIMB_SECONDS = 0.3
# Snapshots may take one part in so many of the time.
COST_PARTS = 10
FREE_SECONDS = 2
# A snapshot needs about as much again as tracemalloc's tables while it is written.
MOST_TABLE_BYTES = 256 * 1024 * 1024
MOST_LAST_TABLE_BYTES = 1024 * 1024 * 1024


class MemorySession(Session):
    def __init__(self, target):
        if tracemalloc is None:
            raise Missing('tracemalloc came with Python 3.4: %s has none' % sys.executable)
        Session.__init__(self, target)
        self.ticker = ThreadTicker(POLL_SECONDS, self.poll)
        self._forget()

    def start(self):
        tracemalloc.start(FRAMES)
        stop = tracemalloc.stop

        def stop_later():
            self.finish('tracemalloc.stop')
            target_say('own-tracemalloc', 'the program stopped tracemalloc itself: what it allocated later is missing')
            stop()
        target_say = self.target.say
        tracemalloc.stop = stop_later

    def stop(self):
        """Tracing goes on: it is what the last snapshot reads."""

    def restart(self):
        self._forget()

    def poll(self):
        live = tracemalloc.get_traced_memory()[0]
        before, self._live = self._live, live
        if live < self._largest * GROWTH + LEAST_GROWTH_BYTES:
            self._climbs_since = None
            return
        now = self.target.clock()
        self._climbs_since = self._climbs_since or now
        if live > before * 1.02 and now - self._climbs_since < LONGEST_CLIMB_SECONDS:
            return
        if self._spent * COST_PARTS > now - self.began + FREE_SECONDS:
            return
        if tracemalloc.get_tracemalloc_memory() > MOST_TABLE_BYTES:
            self.target.say('snapshots-left-out', 'tracemalloc needs more than %d MiB for its own tables: only the state at the end is kept'
                            % (MOST_TABLE_BYTES >> 20))
            return
        self.write_between()

    def write(self, how):
        if not tracemalloc.is_tracing():
            self.target.say('own-tracemalloc', 'the program stopped tracemalloc itself: no memory is known')
            return
        last = how != 'running'
        if last and self.target.is_crowded(self.target.clock() - self.began):
            return
        if last and tracemalloc.get_tracemalloc_memory() > MOST_LAST_TABLE_BYTES:
            self.target.say('snapshot-left-out', 'tracemalloc needs more than %d MiB for its own tables: the state at the end was not written'
                            % (MOST_LAST_TABLE_BYTES >> 20))
            return
        started = self.target.clock()
        peak = tracemalloc.get_traced_memory()[1]
        snapshot = tracemalloc.take_snapshot()
        live = drop_own(snapshot)
        is_largest = live >= self._largest
        self.target.write('.peak.pickle' if is_largest else '.exit.pickle', snapshot.dump)
        self._largest = max(self._largest, live)
        self.target.write_facts(tool='tracemalloc', seconds=self.target.clock() - self.began, rank=self._largest, peak=peak, how=how)
        self._spent += self.target.clock() - started

    def _forget(self):
        self._largest = self._live = 0
        self._climbs_since = None
        self._spent = 0.0


def drop_own(snapshot):
    """Leaves out what tracemalloc and these files allocated; returns the bytes that are left."""
    traces = snapshot.traces._traces
    own = {}
    kept = []
    live = 0
    for trace in traces:
        name = trace[2][0][0]
        is_own = own.get(name)
        if is_own is None:
            is_own = own[name] = name == tracemalloc.__file__ or name.startswith(OWN_DIRECTORY)
        if not is_own:
            kept.append(trace)
            live += trace[1]
    snapshot.traces._traces = kept
    return live
