"""Who counts the calls: one profiler for all threads from Python 3.12 on, one for each before."""
import gc
import sys
import weakref

import _lsprof

from .locks import RLock, _thread
from .rows import add_entries, merge_rows

# Ended threads are added up when there are more profilers than this.
MANY_THREADS = 64


def entries_of(profiler):
    """`getstats()` while calls go on. A collection inside could run other code, which changes the tables that are read."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        return profiler.getstats()
    finally:
        if was_enabled:
            gc.enable()


class SharedRecorder(object):
    """Python 3.12 or newer: `sys.monitoring` tells one profiler about all threads.

    It holds the tool id for profilers. A program that wants it gets it, and gives it back.
    """

    def __init__(self, say, when_lent):
        self._say = say
        self._when_lent = when_lent
        self._profiler = _lsprof.Profiler()
        self._running = False
        self._lent = False
        self._share_tool_id()

    def start(self):
        self._profiler.enable()
        self._running = True

    def stop(self):
        self._lent = False
        if self._running:
            self._running = False
            self._profiler.disable()

    def restart(self):
        """Forgets everything, for the child of a fork."""
        self.stop()
        self._profiler = _lsprof.Profiler()
        self.start()

    def rows(self):
        rows = {}
        add_entries(rows, entries_of(self._profiler))
        if any(label[2] == '_bootstrap_inner' and label[0].endswith('threading.py') for label in rows):
            self._say('threads-mixed', 'the program ran several threads; from Python 3.12 on cProfile keeps one stack of calls '
                      'for all of them, so times and callers of functions that ran at the same time are mixed up')
        return rows

    def _share_tool_id(self):
        monitoring = sys.monitoring
        use, free = monitoring.use_tool_id, monitoring.free_tool_id

        def use_tool_id(number, *args):
            if number == monitoring.PROFILER_ID and self._running:
                self.stop()
                self._lent = True
                self._when_lent(True)
                self._say('own-profiler', 'the program started a profiler itself: calls during that time are missing')
            return use(number, *args)

        def free_tool_id(number, *args):
            free(number, *args)
            if number == monitoring.PROFILER_ID and self._lent:
                self._lent = False
                self._when_lent(False)
                self.start()
        # Ours comes by here as well, while it is not running.
        monitoring.use_tool_id = use_tool_id
        monitoring.free_tool_id = free_tool_id


class ThreadRecorder(object):
    """Python up to 3.11: a profiler sees the thread that enabled it."""

    def __init__(self, say, when_lent):
        del when_lent
        self._say = say
        self._forget()

    def start(self):
        import threading
        self._threading = threading
        threading.setprofile(self._start_thread)
        self._main = _thread.get_ident()
        self._profiler = self._profiler or _lsprof.Profiler()
        self._profiler.enable()

    def stop(self):
        if _thread.get_ident() == self._main and sys.getprofile() is not self._profiler:
            self._say('own-profiler', 'the program started a profiler itself, which ended this recording: later calls are missing')
        # Ends the calls that are still open, so that they count.
        for profiler in self._all():
            profiler.disable()

    def restart(self):
        """Forgets everything, for the child of a fork."""
        current = sys.getprofile()
        if any(current is profiler for profiler in self._all()):
            current.disable()
        self._forget()
        self.start()

    def rows(self):
        rows = {}
        with self._lock:
            merge_rows(rows, self._ended)
            profilers = self._all()
        for profiler in profilers:
            add_entries(rows, entries_of(profiler))
        return rows

    def _forget(self):
        self._lock = RLock()
        self._ended, self._threads, self._profiler = {}, [], None

    def _all(self):
        return [self._profiler] + [profiler for profiler, _ in self._threads]

    def _start_thread(self, frame, event, argument):
        """The profile function of a new thread until its first event."""
        profiler = _lsprof.Profiler()
        with self._lock:
            if len(self._threads) > MANY_THREADS:
                self._add_up_ended()
            self._threads.append((profiler, weakref.ref(self._threading.current_thread())))
        profiler.enable()

    def _add_up_ended(self):
        running = []
        for profiler, reference in self._threads:
            thread = reference()
            if thread is not None and thread.is_alive():
                running.append((profiler, reference))
            else:
                add_entries(self._ended, entries_of(profiler))
        self._threads = running
