"""Children of every kind; each calls a function of its own kind, named after it."""
import multiprocessing
import os
import subprocess
import sys


def forked_work():
    return sum(step(number) for number in range(11))


def spawned_work():
    return sum(step(number) for number in range(12))


def left_at_once():
    return sum(step(number) for number in range(13))


def step(number):
    return number


def main():
    for method, work in (('fork', forked_work), ('spawn', spawned_work)):
        child = multiprocessing.get_context(method).Process(target=work)
        child.start()
        child.join()
        assert child.exitcode == 0, child.exitcode
    pid = os.fork()
    if pid == 0:
        left_at_once()
        os._exit(5)
    assert os.waitpid(pid, 0)[1] == 5 << 8
    subprocess.check_call([sys.executable, '-c', 'def in_subprocess(): return 1\nin_subprocess()'])
    os.execv(sys.executable, [sys.executable, '-c', 'def after_exec(): return 1\nafter_exec()'])


if __name__ == '__main__':
    main()
