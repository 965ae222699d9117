"""Raises alerts where a client asks too often."""


class Window:
    def __init__(self, width):
        self.width = width
        self.recent = []

    def push(self, record):
        self.recent.append(record)
        if len(self.recent) > self.width:
            self.recent.pop(0)

    def same_network(self, record):
        count = 0
        for other in self.recent:
            if other["from"] >> 26 == record["from"] >> 26:
                count += 1
        return count


def severity(record, count):
    level = 0
    if record["status"] >= 500:
        level += 2
    if record["ms"] > 500:
        level += 1
    return level + count // 4


def scan(records, window):
    raised = 0
    for record in records:
        window.push(record)
        raised += severity(record, window.same_network(record)) > 2
    return raised
