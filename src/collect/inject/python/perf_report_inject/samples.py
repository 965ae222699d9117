"""Mode pyinstrument: `<name>.pyisession`, the samples of one process as JSON."""
import io
import sys

from .session import Session
from .target import Missing


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

    def start(self):
        self._profiler = self._make()
        self._profiler.start()

    def stop(self):
        if self._profiler.is_running:
            self._profiler.stop()

    def restart(self):
        self.stop()
        self.start()

    def write(self, how):
        session = self._profiler.last_session
        if session is None or self.target.is_crowded(session.duration):
            return
        self.target.write('.pyisession', lambda path: save(session, path))
        self.target.write_facts(tool=self._tool, seconds=session.duration, rank=session.duration, how=how)


def save(session, path):
    if hasattr(session, 'save'):
        session.save(path)
        return
    import json
    with io.open(path, 'w', encoding='utf-8') as out:
        out.write(json.dumps(session.to_json()))
