"""Mode pyinstrument: `<name>.pyisession`, the samples of one process as JSON."""
import sys

from .session import Session
from .target import Missing, command_words


class SampleSession(Session):
    def __init__(self, target):
        Session.__init__(self, target)
        try:
            from pyinstrument import Profiler
        except ImportError:
            raise Missing('pyinstrument is not installed for %s' % sys.executable)
        self._make = Profiler
        self._tool = 'pyinstrument %s' % getattr(sys.modules['pyinstrument'], '__version__', '')
        self._profiler = None
        self._running = False

    def start(self):
        self._profiler = self._make()
        self._profiler.start()
        self._running = True

    def stop(self):
        if self._running:
            self._running = False
            self._profiler.stop()

    def restart(self):
        self.stop()
        self.start()

    def write(self, how):
        session = self._profiler.last_session
        if session is None or self.target.is_crowded(session.duration):
            return
        if hasattr(session, 'target_description'):
            # Else it names the line of this file that started it.
            session.target_description = ' '.join(command_words())
        self.target.write('.pyisession', session.save)
        self.target.write_facts(tool=self._tool, seconds=session.duration, rank=session.duration, how=how)
