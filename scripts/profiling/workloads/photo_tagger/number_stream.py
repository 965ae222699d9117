"""Seeded numbers that are the same in every Python version, unlike the helpers of the random module."""


class NumberStream(object):
    """Marsaglia's xorshift with 32 bits of state."""

    def __init__(self, *seeds):
        self.state = 2463534242
        for seed in seeds:
            self.state = (self.state ^ (seed * 2654435761)) & 0xFFFFFFFF or 1
            self.next()

    def next(self):
        state = self.state
        state ^= state << 13 & 0xFFFFFFFF
        state ^= state >> 17
        state ^= state << 5 & 0xFFFFFFFF
        self.state = state
        return state

    def below(self, limit):
        return self.next() % limit

    def between(self, low, high):
        """From low to high, both included."""
        return low + self.next() % (high - low + 1)

    def pick(self, items):
        return items[self.next() % len(items)]
