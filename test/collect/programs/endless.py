"""Calls forever. Says "ready" when `argv[1]` seconds have passed."""
import sys
import time


def one_item():
    return [number for number in range(100)]


def main():
    start = time.time()
    said = False
    while True:
        one_item()
        if not said and time.time() - start > float(sys.argv[1]):
            said = True
            print('ready')
            sys.stdout.flush()


main()
