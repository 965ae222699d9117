"""Rules in text become objects that say how well a photo fits, 0 to 1000.

    sunset = warm 400.. and bright 150..600 and hour 16..21
"""

SOFT = 80  # so far outside of a range a value still fits a little


class Range(object):
    """A value within bounds, with soft edges."""

    def __init__(self, name, low, high):
        self.name = name
        self.low = low
        self.high = high

    def fit(self, values):
        value = values[self.name]
        outside = self.low - value if value < self.low else value - self.high if value > self.high else 0
        return 1000 - outside * 1000 // SOFT if outside < SOFT else 0


class AllOf(object):
    def __init__(self, parts):
        self.parts = parts

    def fit(self, values):
        lowest = 1000
        for part in self.parts:
            fit = part.fit(values)
            if fit < lowest:
                lowest = fit
        return lowest


class AnyOf(object):
    def __init__(self, parts):
        self.parts = parts

    def fit(self, values):
        highest = 0
        for part in self.parts:
            fit = part.fit(values)
            if fit > highest:
                highest = fit
        return highest


class Not(object):
    def __init__(self, part):
        self.part = part

    def fit(self, values):
        return 1000 - self.part.fit(values)


def parse_rules(text):
    """[(label, rule)] in the order of the text."""
    rules = []
    for line in text.strip().splitlines():
        label, _, expression = line.partition("=")
        rules.append((label.strip(), parse_any(expression)))
    return rules


def parse_any(expression):
    parts = [parse_all(part) for part in expression.split(" or ")]
    return parts[0] if len(parts) == 1 else AnyOf(parts)


def parse_all(expression):
    parts = [parse_range(part) for part in expression.split(" and ")]
    return parts[0] if len(parts) == 1 else AllOf(parts)


def parse_range(expression):
    words = expression.split()
    if words[0] == "not":
        return Not(parse_range(" ".join(words[1:])))
    name, bounds = words
    low, _, high = bounds.partition("..")
    return Range(name, int(low or 0), int(high or 1000000))
