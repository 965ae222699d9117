"""The ways in which a process ends or becomes two.

A session has `finish(how, then)`, `resume()` after an exec that failed, `before_fork()`,
`after_fork_in_parent()` and `after_fork_in_child()`; none of them raises.
"""
import atexit
import os
import signal


def watch_endings(session):
    # Registered first, so it runs last: other handlers are part of the program.
    atexit.register(session.finish, 'exit')
    _watch_os_exit(session)
    _watch_exec(session)
    _watch_fork(session)
    _watch_sigterm(session)


def _watch_os_exit(session):
    # Children of multiprocessing and of os.fork end by it.
    leave = os._exit

    def _exit(*args, **kwargs):
        session.finish('os._exit')
        leave(*args, **kwargs)
    os._exit = _exit


def _watch_exec(session):
    for name in ('execv', 'execve'):
        if hasattr(os, name):
            setattr(os, name, _before_exec(session, getattr(os, name)))


def _before_exec(session, become):
    exists = os.path.exists

    def execute(path, *args, **kwargs):
        # os.execvp tries every directory of PATH.
        if isinstance(path, int) or exists(path):
            session.finish('exec')
        try:
            become(path, *args, **kwargs)
        finally:
            session.resume()
    execute.__name__ = become.__name__
    return execute


def _watch_fork(session):
    if hasattr(os, 'register_at_fork'):
        os.register_at_fork(before=session.before_fork, after_in_parent=session.after_fork_in_parent,
                            after_in_child=session.after_fork_in_child)
        return
    for name in ('fork', 'forkpty'):
        if hasattr(os, name):
            setattr(os, name, _around_fork(session, getattr(os, name)))


def _around_fork(session, split):
    def fork():
        session.before_fork()
        child = False
        try:
            result = split()
            child = (result[0] if isinstance(result, tuple) else result) == 0
            return result
        finally:
            if child:
                session.after_fork_in_child()
            else:
                session.after_fork_in_parent()
    fork.__name__ = split.__name__
    return fork


def _watch_sigterm(session):
    def stop(number, frame):
        session.finish('SIGTERM', die)

    def die():
        # By the signal, as the parent expects to see.
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        os.kill(os.getpid(), signal.SIGTERM)
    try:
        if signal.getsignal(signal.SIGTERM) == signal.SIG_DFL:
            signal.signal(signal.SIGTERM, stop)
    except ValueError:
        # Not the main thread of the main interpreter: the signal keeps its meaning.
        return
