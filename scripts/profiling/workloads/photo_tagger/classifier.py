"""From features to labels: rules, then a vote of the nearest labelled examples."""
from .assets import get_asset_info
from .feature_model import MODEL, draw_example
from .number_stream import NumberStream
from .rule_book import EXCLUDES, IMPLIES, RULES
from .rules import parse_rules

NEIGHBOURS = 7
ENOUGH = 500
DOUBT = 25  # how far a measured value may be off


class Classifier(object):
    """Labels photos; `slow` makes each distance dearer without changing it. More examples and candidates are more certain, and slower."""

    def __init__(self, slow=False, examples=24, candidates=120):
        self.slow = slow
        self.candidates = candidates
        self.rules = parse_rules(RULES)
        self.examples = [
            (scene, draw_example(scene, NumberStream(7, number, place)))
            for place, scene in enumerate(sorted(MODEL)) for number in range(examples)
        ]

    def classify(self, asset):
        """Labels with their fit, best first."""
        values = self.values_of(asset)
        variants = (values, shifted(values, -DOUBT), shifted(values, DOUBT))
        fits = {}
        for label, rule in self.rules:
            fit = min(rule.fit(variant) for variant in variants)
            if fit >= ENOUGH:
                fits[label] = fit
        scene, share = self.vote(asset.features)
        fits[scene] = max(share, fits.get(scene, 0))
        return rank(settle(fits))

    def values_of(self, asset):
        """What rules can ask for: features, and facts of the camera."""
        info = get_asset_info(asset)
        values = dict(asset.features.values)
        values.update(hour=info.hour, month=info.month, iso=info.iso)
        values["document_like"] = (values["white"] + 1000 - values["colour"]) // 2
        return values

    def vote(self, features):
        """The scene that most of the nearest examples show, and its share."""
        near = []
        for place, (scene, example) in enumerate(self.examples):
            near.append((value_distance(features.known, example.known), place, scene))
        near.sort()
        distances = []
        for _, place, scene in near[:self.candidates]:
            distances.append((histogram_distance(features, self.examples[place][1], self.slow), place, scene))
        distances.sort()
        votes = {}
        for _, _, scene in distances[:NEIGHBOURS]:
            votes[scene] = votes.get(scene, 0) + 1
        best = min(votes, key=lambda scene: (-votes[scene], scene))
        return best, votes[best] * 1000 // NEIGHBOURS


def shifted(values, by):
    """The values as if every measurement were off by that much; what the camera says stays."""
    return {name: value if name in ("hour", "month", "iso") else value + by for name, value in values.items()}


def value_distance(left, right):
    """Squared distance of two lists of values."""
    total = 0
    for a, b in zip(left, right):
        total += (a - b) * (a - b)
    return total


def histogram_distance(left, right, slow):
    """Earth mover's distance: the sum of differences of running sums."""
    total = 0
    if slow:  # adds both histograms up again for every pair
        left_sum = right_sum = 0
        for place, (a, b) in enumerate(zip(left.histogram, right.histogram)):
            if place == 12:
                left_sum = right_sum = 0
            left_sum += a
            right_sum += b
            total += left_sum - right_sum if left_sum > right_sum else right_sum - left_sum
        return total
    for a, b in zip(left.running, right.running):
        total += a - b if a > b else b - a
    return total


def settle(fits):
    """Adds what labels imply, takes away what stronger labels exclude."""
    for label in sorted(fits):
        for other in IMPLIES.get(label, ()):
            fits[other] = max(fits.get(other, 0), fits[label] * 9 // 10)
    for label in sorted(fits):
        for other in EXCLUDES.get(label, ()):
            if label in fits and other in fits and fits[other] <= fits[label]:
                del fits[other]
    return fits


def rank(fits):
    return tuple(sorted(fits.items(), key=lambda item: (-item[1], item[0])))
