"""The steps of the tagger, in order: load, decode, measure, classify, find bursts, tag."""
import os
from concurrent.futures import ThreadPoolExecutor

from . import png
from .assets import Asset, get_asset_info
from .bursts import find_bursts
from .classifier import Classifier
from .features import Features, Image, measure

MOST_TAGS = 6


class Pipeline(object):
    """Takes photos through every step; all decoded images stay in memory until the end, as in a program that shows them."""

    def __init__(self, slow=False, threads=1):
        self.slow = slow
        self.threads = threads
        self.classifier = Classifier(examples=6, candidates=12)

    def run(self, directory, entries):
        """Tagged assets in the order of the catalogue."""
        assets = self.load(directory, entries)
        self.each(self.decode, assets)
        self.each(self.measure, assets)
        self.each(self.classify, assets)
        find_bursts(assets, self.slow)
        self.each(self.tag, assets)
        return assets

    def each(self, step, assets):
        """Applies a step to every photo, in threads where more than one is asked for."""
        if self.threads == 1:
            for asset in assets:
                step(asset)
            return
        with ThreadPoolExecutor(self.threads) as pool:
            list(pool.map(step, assets))

    def load(self, directory, entries):
        return [load_asset(directory, entry) for entry in entries]

    def decode(self, asset):
        asset.image = Image(*png.decode(asset.data))

    def measure(self, asset):
        asset.features = measure(asset.image)

    def classify(self, asset):
        asset.labels = self.classifier.classify(asset)

    def tag(self, asset):
        info = get_asset_info(asset)
        tags = [label for label, _ in asset.labels[:MOST_TAGS]]
        tags.append("album:" + info.album.lower())
        tags.append("camera:" + info.camera.lower())
        if asset.burst is not None:
            tags.append("burst:%d" % asset.burst)
        asset.tags = tuple(tags)


def load_asset(directory, entry):
    with open(os.path.join(directory, entry["path"]), "rb") as file:
        return Asset(entry, file.read())


def classify_rows(rows, slow=False):
    """The classification step alone, on rows of features."""
    classifier = Classifier(slow)
    assets = []
    for row in rows:
        asset = Asset(row)
        asset.features = Features(row["features"])
        asset.labels = classifier.classify(asset)
        asset.tags = tuple(label for label, _ in asset.labels)
        assets.append(asset)
    return assets
