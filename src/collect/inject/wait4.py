"""wait4.py RESULT LOCALE COMMAND...: runs COMMAND and writes what the kernel says of it to RESULT, as JSON.

LOCALE is what LC_CTYPE was, after "=", or "-" where it was not set: Python 3 changes it at its start.

Started by src/collect/measure/backends/wait4.ts as `python3 -I -S -E wait4.py`. Runs on every Python
from 2.7 on and imports built-in modules alone: what is resident here is the least peak memory that a
child can have, because a fork copies it and the kernel keeps the peak through exec.
"""
import posix
import sys
import time

try:
    import _signal as signal
except ImportError:  # Python 2
    import signal

# A signal to the whole group is for the command; this process stays to tell how it ended.
IGNORED = ("SIGHUP", "SIGINT", "SIGQUIT", "SIGTERM")
# Python ignores these at its start.
IGNORED_BY_PYTHON = ("SIGPIPE", "SIGXFSZ")


def dispose(names, action):
    for name in names:
        signal.signal(getattr(signal, name), action)


def nanoseconds():
    """A clock that only moves forward; None where Python has none: the caller's is used then."""
    if hasattr(time, "monotonic_ns"):
        return time.monotonic_ns()
    return int(time.monotonic() * 1e9) if hasattr(time, "monotonic") else None


def environment(locale):
    variables = dict(posix.environ)
    name = "LC_CTYPE" if str is bytes else b"LC_CTYPE"
    variables.pop(name, None)
    if locale != "-":
        variables[name] = locale[1:] if str is bytes else locale[1:].encode("utf-8", "surrogateescape")
    return variables


def run(command, variables, result):
    """Wall nanoseconds (or None), wait status and resource usage of a command."""
    begin = nanoseconds()
    child = posix.fork()
    if child == 0:
        try:
            # What is ignored would stay ignored in the command.
            dispose(IGNORED + IGNORED_BY_PYTHON, signal.SIG_DFL)
            posix.close(result)
            posix.execve(command[0], command, variables)
        finally:
            posix._exit(127)
    status, usage = posix.wait4(child, 0)[1:]
    return None if begin is None else nanoseconds() - begin, status, usage


def kib(usage):
    return usage.ru_maxrss // 1024 if sys.platform == "darwin" else usage.ru_maxrss


def main():
    dispose(IGNORED, signal.SIG_IGN)
    result = posix.open(sys.argv[1], posix.O_WRONLY | posix.O_APPEND)
    # A command that cannot be started shows the memory that every child of this process begins with.
    variables = environment(sys.argv[2])
    floor = kib(run(["/"], variables, result)[2])
    wall, status, usage = run(sys.argv[3:], variables, result)
    signalled = posix.WIFSIGNALED(status)
    code = posix.WTERMSIG(status) if signalled else posix.WEXITSTATUS(status)
    fields = (
        ("wallNs", "null" if wall is None else "%d" % wall),
        ("userUs", "%d" % round(usage.ru_utime * 1e6)),
        ("systemUs", "%d" % round(usage.ru_stime * 1e6)),
        ("peakRssKib", "%d" % kib(usage)),
        ("floorKib", "%d" % floor),
        ("exitCode", "null" if signalled else "%d" % code),
        ("signal", "%d" % code if signalled else "null"),
    )
    text = "{%s}\n" % ", ".join('"%s": %s' % field for field in fields)
    posix.write(result, text.encode("ascii"))
    posix._exit(128 + code if signalled else code)


main()
