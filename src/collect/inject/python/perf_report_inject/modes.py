"""Which profiler to start."""
from .endings import watch_endings
from .target import Missing, Target


def prepare(mode, directory):
    """The session of `mode`, whose `begin()` starts to record; its files go into `directory`. None where it cannot work."""
    target = Target(directory)
    if mode == 'cprofile':
        from .calls import CallSession as Session
    elif mode == 'tracemalloc':
        from .memory import MemorySession as Session
    elif mode == 'pyinstrument':
        from .samples import SampleSession as Session
    else:
        raise ValueError('unknown mode %r' % mode)
    try:
        session = Session(target)
    except Missing as reason:
        target.say('profiler-absent', str(reason))
        return None
    watch_endings(session)
    return session
