"""A clock beside the program.

The thread is a bare one: `threading` does not know it, and it is gone while a process forks.
"""
import collections
import itertools
import operator
import os
import signal
import sys
import time

from .locks import _thread

# As it was before profilers watched it.
start_new_thread = _thread.start_new_thread


class ThreadTicker(object):
    """Calls `act()` about every `seconds` from a thread of its own."""

    def __init__(self, seconds, act):
        self.seconds = seconds
        self._act = act
        self._stop = None

    def start(self):
        self._stop, self._ended, self._ids = locked(), locked(), []
        self._launch(self._stop, self._ended, self._ids)

    def stop(self):
        """Returns when the thread is gone for the system too: from Python 3.12 on, fork warns about any thread."""
        if self._stop is None:
            return
        self._stop.release()
        self._stop = None
        until = time.time() + 10
        while not self._ended.acquire(False) and time.time() < until:
            time.sleep(0.0002)
        until = time.time() + 0.05
        while self._ids and os.path.exists('/proc/self/task/%d' % self._ids[0]) and time.time() < until:
            time.sleep(0.0001)

    def forget(self):
        """In the child of a fork there is no thread to stop."""
        self._stop = None

    def _launch(self, stop, ended, ids):
        start_new_thread(self._run, (stop, ended, ids))

    def _run(self, stop, ended, ids):
        try:
            if hasattr(_thread, 'get_native_id'):
                ids.append(_thread.get_native_id())
            while not acquire_within(stop, self.seconds):
                self._act()
        finally:
            ended.release()


class SignalTicker(ThreadTicker):
    """Calls `act()` in the main thread (Python 3.12 or newer).

    There one profiler watches all threads on one shared stack of calls, so a thread that runs
    Python functions would end up in the profile and disturb it. This one is a chain of built-in
    functions only. It marks a signal as arrived, without the system knowing: no call of the
    program is interrupted, and the handler runs between two of its instructions.
    """

    def __init__(self, seconds, act):
        ThreadTicker.__init__(self, seconds, act)
        self._number = unused_signal()
        if self._number is not None:
            signal.signal(self._number, lambda number, frame: act())

    def start(self):
        if self._number is not None:
            ThreadTicker.start(self)

    def _launch(self, stop, ended, ids):
        once = [()]
        identity = map(ids.append, itertools.starmap(_thread.get_native_id, once))
        timeouts = map(stop.acquire, itertools.repeat(True), itertools.repeat(self.seconds))
        signals = map(_thread.interrupt_main, itertools.repeat(self._number))
        ticks = zip(itertools.takewhile(operator.not_, timeouts), signals)
        end = itertools.starmap(ended.release, once)
        start_new_thread(collections.deque, (itertools.chain(identity, ticks, end), 0))


def locked():
    lock = _thread.allocate_lock()
    lock.acquire()
    return lock


def acquire_within(lock, seconds):
    if sys.version_info >= (3, 2):
        return lock.acquire(True, seconds)
    until = time.time() + seconds
    while not lock.acquire(False):
        if time.time() >= until:
            return False
        time.sleep(0.05)
    return True


def unused_signal():
    """A signal that nobody sends; None where the system has none to spare."""
    if hasattr(signal, 'SIGRTMIN'):
        candidates = range(signal.SIGRTMIN + 11, signal.SIGRTMAX)
    else:
        candidates = [number for number in [getattr(signal, 'SIGEMT', None)] if number]
    for number in candidates:
        if signal.getsignal(number) == signal.SIG_DFL:
            return number
    return None
