"""What recordings share: one at a time writes, none raises, forks start anew."""
import os

from .locks import RLock


class Session(object):
    """Subclasses record: `start`, `write(how)`, `stop`, `restart`; `how` is the ending, or 'running'."""

    ticker = None
    first_seconds = float(os.environ.get('PERF_REPORT_PY_INTERVAL', '5'))

    def __init__(self, target):
        self.target = target
        self._lock = RLock()
        self._finished = False
        self.began = target.clock()

    def begin(self):
        self._guard(self._begin)

    def finish(self, how):
        """Writes the last state. Later calls do nothing."""
        self._guard(self._finish, how)

    def resume(self):
        """Goes on after an exec that failed."""
        self._guard(self._resume)

    def before_fork(self):
        self._guard(self._stop_ticker)
        # No write may be half done in the child.
        self._lock.acquire()

    def after_fork_in_parent(self):
        self._lock.release()
        if not self._finished:
            self._guard(self._start_ticker)

    def after_fork_in_child(self):
        self._lock = RLock()
        self._finished = False
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

    def _begin(self):
        self.start()
        self._start_ticker()

    def _finish(self, how):
        if self._finished:
            return
        self._finished = True
        self.stop()
        self._stop_ticker()
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
        self._start_ticker()

    def _start_ticker(self):
        if self.ticker is not None:
            self.ticker.start()

    def _stop_ticker(self):
        if self.ticker is not None:
            self.ticker.stop()

    def _guard(self, act, *args):
        try:
            act(*args)
        except Exception:
            self.target.say_failure('inject-failed')
