"""Mode cprofile: `<name>.stats`, as `cProfile.Profile.dump_stats` writes it."""
import marshal
import sys

from .rows import finished_table
from .session import Session
from .ticker import SignalTicker, ThreadTicker

LONGEST_WAIT_SECONDS = 60.0
# A write may take one part in so many of the time.
COST_PARTS = 50


class CallSession(Session):
    def __init__(self, target):
        Session.__init__(self, target)
        self._due = self.began + self.first_seconds
        if hasattr(sys, 'monitoring'):
            from .monitoring_recorder import MonitoringRecorder as Recorder
            Ticker = SignalTicker
        else:
            from .thread_recorder import ThreadRecorder as Recorder
            Ticker = ThreadTicker
        self._recorder = Recorder(target.say, self._when_lent)
        self.ticker = Ticker(self.first_seconds, self.poll)

    def start(self):
        self._recorder.start()

    def stop(self):
        self._recorder.stop()

    def restart(self):
        self._due = self.began + self.first_seconds
        self._recorder.restart()

    def write(self, how):
        clock = self.target.clock
        started = clock()
        rows = finished_table(self._recorder.rows())
        seconds = sum(row[2] for row in rows.values())
        if how != 'running' and self.target.is_crowded(seconds):
            return
        data = marshal.dumps(rows)
        self.target.write_bytes('.stats', data)
        self.target.write_facts(tool='cProfile', seconds=clock() - self.began, rank=seconds, how=how)
        now = clock()
        wait = min(LONGEST_WAIT_SECONDS, max(self.first_seconds, (now - self.began) / 10))
        self._due = now + max(wait, (now - started) * COST_PARTS)

    def poll(self):
        if self.target.clock() >= self._due:
            self.write_between()

    def _when_lent(self, lent):
        """While the program profiles itself, nothing of ours may show up there."""
        if lent:
            self.stop_polling()
        else:
            self.start_polling()
