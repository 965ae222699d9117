"""The files of one process: each is whole or not there, and none stays open."""
import io
import os
import sys
import time
import traceback

# Beyond this many files, processes that took less than a second are only counted.
MANY_FILES = 200


class Missing(Exception):
    """This interpreter has no such profiler; the text says so to people."""


class Target(object):
    # Taken now: programs under test replace such functions for a while.
    _open = staticmethod(io.open)
    _replace = staticmethod(getattr(os, 'replace', os.rename))
    _remove = staticmethod(os.remove)
    _list = staticmethod(os.listdir)
    _pid = staticmethod(os.getpid)
    _time = staticmethod(time.time)
    clock = staticmethod(getattr(time, 'monotonic', time.time))

    def __init__(self, directory):
        self.directory = directory
        self.forked = False
        self._said = set()
        self.renew()

    def renew(self):
        """Names the files of this process. A process id alone comes back after exec and in long runs."""
        self.pid = self._pid()
        self.name = '%d-%x' % (self.pid, int(self._time() * 1e6))
        self._writes = 0

    def path(self, suffix):
        return '%s%s%s%s' % (self.directory, os.sep, self.name, suffix)

    def is_crowded(self, seconds):
        """Whether this short process is one too many; counts it then."""
        if seconds >= 1 or len(self._list(self.directory)) < 2 * MANY_FILES:
            return False
        with self._open('%s%sdropped' % (self.directory, os.sep), 'ab') as out:
            out.write(b'.')
        return True

    def write(self, suffix, fill):
        """Replaces the file; `fill(path)` writes it."""
        self._writes += 1
        temporary = self.path('.%d.tmp' % self._writes)
        try:
            fill(temporary)
            self._replace(temporary, self.path(suffix))
        except BaseException:
            try:
                self._remove(temporary)
            except OSError:
                # It was never there.
                pass
            raise

    def write_bytes(self, suffix, data):
        def fill(path):
            with self._open(path, 'wb') as out:
                out.write(data)
        self.write(suffix, fill)

    def write_facts(self, **facts):
        """`<name>.facts`: a line `key value` each."""
        facts['command'] = ' '.join(command_words())
        facts['python'] = sys.version.split()[0]
        facts['forked'] = int(self.forked)
        lines = ['%s %s\n' % (key, one_line(facts[key])) for key in sorted(facts)]
        self.write_bytes('.facts', ''.join(lines).encode('utf-8', 'replace'))

    def say(self, code, text):
        """Leaves a note for the reader of the profile, once per process."""
        if code in self._said:
            return
        self._said.add(code)
        try:
            path = '%s%sproblem-%s.txt' % (self.directory, os.sep, self.name)
            with self._open(path, 'ab') as out:
                out.write(('%s\t%s\n' % (code, one_line(text))).encode('utf-8', 'replace'))
        except Exception:
            # Nowhere left to say it: the directory cannot be written.
            return

    def say_failure(self, code):
        self.say(code, ' | '.join(traceback.format_exc().splitlines()[-3:]))


def one_line(value):
    text = value.decode('utf-8', 'replace') if isinstance(value, bytes) else str(value)
    return ' '.join(text.split())[:500]


def command_words():
    words = getattr(sys, 'orig_argv', None) or [sys.executable or 'python'] + list(getattr(sys, 'argv', []))
    return [word if isinstance(word, str) else repr(word) for word in words][:20]
