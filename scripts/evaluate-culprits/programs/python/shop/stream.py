"""Numbers that are the same in every run."""


class Stream:
    def __init__(self, seed):
        self.state = seed

    def next_int(self, below):
        self.state = (self.state * 1103515245 + 12345) & 0x7FFFFFFF
        return (self.state >> 8) % below

    def pick(self, items):
        return items[self.next_int(len(items))]

    def shuffle(self, items):
        for place in range(len(items) - 1, 0, -1):
            other = self.next_int(place + 1)
            items[place], items[other] = items[other], items[place]
        return items
