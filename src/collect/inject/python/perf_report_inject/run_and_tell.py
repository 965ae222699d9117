"""Runs a shell command, then writes its own process id and the exit code of the command.

py-spy gives up on a process in which no Python starts soon, and its exit code is its own:
it watches this one, which only waits. Usage: python -E -S run_and_tell.py FILE COMMAND
"""
import os
import subprocess
import sys


def main():
    path, command = sys.argv[1:]
    code = subprocess.call(['/bin/sh', '-c', command])
    with open(path, 'w') as out:
        out.write('%d %d\n' % (os.getpid(), code if code >= 0 else 128 - code))


if __name__ == '__main__':
    main()
