"""Who counts the calls, from Python 3.12 on: `sys.monitoring` tells one profiler about all threads.

That profiler has one stack of calls, on which calls of several threads end each other: times and
callers come out wrong. So from the start of a second thread on each event goes to a profiler of
its thread. That costs more per call, but only programs with threads.

The tool id for profilers is ours. A program that wants it gets it, and gives it back.
"""
import sys

import _lsprof

from .locks import _thread
from .rows import add_entries, entries_of

PROFILER_METHODS = {
    '_pystart_callback': ('PY_START', 'PY_RESUME', 'PY_THROW'),
    '_pyreturn_callback': ('PY_RETURN', 'PY_YIELD', 'PY_UNWIND'),
    '_ccall_callback': ('CALL',),
    '_creturn_callback': ('C_RETURN', 'C_RAISE'),
}


class MonitoringRecorder(object):
    def __init__(self, say, when_lent):
        self._say = say
        self._when_lent = when_lent
        self._running = self._lent = False
        self._forget()
        self._share_tool_id()
        self._watch_thread_starts()

    def start(self):
        self._profiler.enable()
        self._running = True
        if self._by_thread:
            self._tell_threads_apart()

    def stop(self):
        self._lent = False
        if self._running:
            self._running = False
            # Ends the calls that are still open, so that they count.
            self._profiler.disable()

    def restart(self):
        """Forgets everything, for the child of a fork."""
        self.stop()
        self._forget()
        self.start()

    def rows(self):
        rows = {}
        for profiler in list(self._profilers.values()):
            add_entries(rows, entries_of(profiler))
        return rows

    def _forget(self):
        self._by_thread = False
        self._profiler = _lsprof.Profiler()
        self._profilers = {_thread.get_ident(): self._profiler}

    def _share_tool_id(self):
        monitoring = sys.monitoring
        use, free = monitoring.use_tool_id, monitoring.free_tool_id

        # Every profiler's enable() and disable() come by here; ours while it is not running.
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
        monitoring.use_tool_id = use_tool_id
        monitoring.free_tool_id = free_tool_id

    def _watch_thread_starts(self):
        for name in ('start_new_thread', 'start_new', 'start_joinable_thread'):
            start = getattr(_thread, name, None)
            if start is None:
                continue
            watched = self._before_thread(start)
            setattr(_thread, name, watched)
            threading = sys.modules.get('threading')
            if getattr(threading, '_' + name, None) is start:
                setattr(threading, '_' + name, watched)

    def _before_thread(self, start):
        def start_thread(*args, **kwargs):
            if not self._by_thread:
                self._by_thread = True
                if self._running:
                    self._tell_threads_apart()
            return start(*args, **kwargs)
        return start_thread

    def _tell_threads_apart(self):
        if not all(hasattr(self._profiler, method) for method in PROFILER_METHODS):
            self._say('threads-mixed', 'the program ran several threads, which cProfile of this Python mixes up: times and callers of '
                      'functions that ran at the same time are wrong')
            return
        self._say('threads-kept-apart', 'the program ran several threads: from Python 3.12 on, keeping them apart makes each recorded call '
                  'about three times as dear as usual')
        monitoring = sys.monitoring
        for method, events in PROFILER_METHODS.items():
            dispatch = by_thread(self._profilers, method)
            for event in events:
                monitoring.register_callback(monitoring.PROFILER_ID, getattr(monitoring.events, event), dispatch)


def by_thread(profilers, method):
    """A callback for `sys.monitoring` that calls `method` of the thread's own profiler."""
    get_ident = _thread.get_ident
    methods = dict((thread, getattr(profiler, method)) for thread, profiler in profilers.items())

    def dispatch(*args):
        try:
            act = methods[get_ident()]
        except KeyError:
            thread = get_ident()
            act = methods[thread] = getattr(profilers.setdefault(thread, _lsprof.Profiler()), method)
        act(*args)
    return dispatch
