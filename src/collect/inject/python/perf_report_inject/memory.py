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

# Each frame costs at every allocation: black took 5, 15 and 30 times as long with 1, 3 and 10 (Python 3.11).
# Where tracing is on already (PYTHONTRACEMALLOC=25), its number stays.
FRAMES = 3
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
        self._get = tracemalloc.get_traced_memory
        # Python 3.9 and newer.
        self._reset = getattr(tracemalloc, 'reset_peak', None)
        self.ticker = ThreadTicker(POLL_SECONDS, self.poll)
        self._forget()

    def start(self):
        tracemalloc.start(FRAMES)
        stop, reset = tracemalloc.stop, self._reset

        def stop_later():
            self.finish('tracemalloc.stop')
            self.target.say('own-tracemalloc', 'the program stopped tracemalloc itself: what it allocated later is missing')
            stop()

        def reset_peak():
            self._peak = 0
            reset()
        tracemalloc.stop = stop_later
        # The program sees its own peak, without our snapshots.
        tracemalloc.get_traced_memory = lambda: (self._get()[0], self._highest())
        if reset is not None:
            tracemalloc.reset_peak = reset_peak

    def stop(self):
        """Tracing goes on: it is what the last snapshot reads."""

    def restart(self):
        self._forget()

    def poll(self):
        live = self._get()[0]
        self._peak = max(self._peak, live)
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
        peak = self._peak = self._highest()
        self._has_snapshots = True
        snapshot = tracemalloc.take_snapshot()
        live = drop_own(snapshot)
        is_largest = live >= self._largest
        self.target.write('.peak.pickle' if is_largest else '.exit.pickle', snapshot.dump)
        self._largest = max(self._largest, live)
        self.target.write_facts(tool='tracemalloc', seconds=self.target.clock() - self.began, rank=self._largest, peak=peak, how=how)
        del snapshot
        if self._reset is not None:
            self._reset()
        self._spent += self.target.clock() - started

    def _highest(self):
        """Peak in bytes. Snapshots count as memory of the program: where it cannot be set back, later peaks are those that polls see."""
        return self._peak if self._has_snapshots and self._reset is None else max(self._peak, self._get()[1])

    def _forget(self):
        self._peak = 0
        self._has_snapshots = False
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
