"""What recordings share: one at a time writes, none raises, forks start anew."""
import gc
import os
import sys

from .locks import RLock

# Python 3.12 and newer look for other threads when fork has returned to the parent and warn about them.
FORK_COUNTS_THREADS = sys.version_info >= (3, 12)
FORK_TAKES_SECONDS = 1


class Session(object):
    """Subclasses record: `start`, `write(how)`, `stop`, `restart`; `how` is the ending, or 'running'.

    `poll()` is called by the ticker and, from Python 3.12 on, after garbage collections too:
    the main thread runs no handler while it waits for others, and those do allocate.
    """

    ticker = None
    ticks_from = None
    first_seconds = float(os.environ.get('PERF_REPORT_PY_INTERVAL', '5'))

    def __init__(self, target):
        self.target = target
        self._lock = RLock()
        self._finished = self._finishing = False
        self._later = []
        self.began = target.clock()

    def begin(self):
        self._guard(self._begin)

    def finish(self, how, then=None):
        """Writes the last state, once. `then` runs after that: later, where a signal came in the middle of it."""
        if then is not None:
            self._later.append(then)
        if self._finishing:
            return
        self._finishing = True
        self._guard(self._finish, how)
        self._finishing = False
        while self._later:
            self._later.pop()()

    def resume(self):
        """Goes on after an exec that failed."""
        self._guard(self._resume)

    def before_fork(self):
        self._guard(self._stop_ticker)
        # No write may be half done in the child.
        self._lock.acquire()

    def after_fork_in_parent(self):
        self._lock.release()
        if self._finished:
            return
        if FORK_COUNTS_THREADS:
            # The next collection after that starts it.
            self.ticks_from = self.target.clock() + FORK_TAKES_SECONDS
        else:
            self._guard(self._start_ticker)

    def after_fork_in_child(self):
        self._lock = RLock()
        self._finished = self._finishing = False
        self._later = []
        if self.ticker is not None:
            self.ticker.forget()
        self._guard(self._restart)

    def write_between(self):
        """Writes the state so far, unless another thread is writing."""
        if not self._finished and self._lock.acquire(False):
            try:
                if not self._finished:
                    self._guard(self.write, 'running')
            finally:
                self._lock.release()

    def poll(self):
        """Does what is due."""

    def _begin(self):
        self.start()
        self.start_polling()

    def _finish(self, how):
        if self._finished:
            return
        self._finished = True
        self.stop()
        self.stop_polling()
        with self._lock:
            self.write(how)

    def _resume(self):
        if self._finished:
            self._finished = False
            self._begin()

    def _restart(self):
        self.target.forked = True
        self.target.renew()
        self.began = self.target.clock()
        self.restart()
        self.start_polling()

    def start_polling(self):
        if self.ticker is None:
            return
        if FORK_COUNTS_THREADS and self._collected not in gc.callbacks:
            gc.callbacks.append(self._collected)
        self._start_ticker()

    def stop_polling(self):
        if FORK_COUNTS_THREADS and self._collected in gc.callbacks:
            gc.callbacks.remove(self._collected)
        self._stop_ticker()

    def _collected(self, phase, info):
        if phase != 'stop':
            return
        if self.ticks_from is not None and self.target.clock() >= self.ticks_from:
            self._guard(self._start_ticker)
        self.poll()

    def _start_ticker(self):
        self.ticks_from = None
        if self.ticker is not None:
            self.ticker.start()

    def _stop_ticker(self):
        self.ticks_from = None
        if self.ticker is not None:
            self.ticker.stop()

    def _guard(self, act, *args):
        try:
            act(*args)
        except Exception:
            self.target.say_failure('inject-failed')
