"""Who counts the calls, up to Python 3.11: a profiler for each thread. See monitoring_recorder.py for newer ones."""
import sys
import weakref

import _lsprof

from .locks import RLock, _thread
from .rows import add_entries, entries_of, merge_rows

# Ended threads are added up when there are more profilers than this.
MANY_THREADS = 64


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
