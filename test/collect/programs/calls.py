"""A fixed number of calls, in the main thread and in two others; writes to both outputs."""
import sys
import threading


def leaf(number):
    return number % 7


def branch(count):
    return sum(leaf(number) for number in range(count))


def recurse(depth):
    return depth if depth < 2 else recurse(depth - 1) + recurse(depth - 2)


def in_thread():
    return branch(50)


def main():
    threads = [threading.Thread(target=in_thread) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    print('branch', branch(300), 'recurse', recurse(12))
    sys.stderr.write('done\n')


if __name__ == '__main__':
    main()
