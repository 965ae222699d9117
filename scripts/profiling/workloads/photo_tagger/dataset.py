"""The synthetic photo library: made from a seed, kept until seed, version or size change."""
import json
import os
import shutil
import tempfile

from . import png
from .feature_model import draw_features
from .number_stream import NumberStream
from .scenes import SCENES, paint

VERSION = 1  # raised whenever the same seed gives another data set
SEED = 20260
WIDTH, HEIGHT = 36, 27
ALBUM_SIZE = 100
ALBUMS = ("Corsica", "Winter", "Grandma 80", "Garden", "Trip to Oslo")
CAMERAS = ("NIKON  Z 6", "Canon EOS R7", "PIXEL 8", "FUJIFILM  X-T5", "iPhone 15")


class NoDataSet(Exception):
    """The data set is missing or too small; says what makes it."""


def make_photos(root, count):
    """Directory of at least count photos with their catalogue; made where it is missing."""
    return make(root, "photos", count, write_photos)


def make_feature_rows(root, count):
    """Directory of at least count rows of features, as the features step would find them."""
    return make(root, "features", count, write_feature_rows)


def directory_of(root, name):
    return os.path.join(root, "v%d-seed%d" % (VERSION, SEED), name)


def open_data(root, name, count):
    """The entries of a data set; NoDataSet where there are fewer than count."""
    path = os.path.join(directory_of(root, name), "catalogue.json")
    entries = []
    if os.path.exists(path):
        with open(path, encoding="utf-8") as file:
            entries = json.load(file)
    if len(entries) < count:
        raise NoDataSet("%d %s wanted, %d are in %s" % (count, name, len(entries), root))
    return entries[:count]


def make(root, name, count, write):
    """Writes beside the place and renames, so that a data set is whole or absent."""
    target = directory_of(root, name)
    try:
        open_data(root, name, count)
        return target
    except NoDataSet:
        os.makedirs(os.path.dirname(target), exist_ok=True)
    work = tempfile.mkdtemp(prefix=name + "-", dir=os.path.dirname(target))
    try:
        entries = write(work, count)
        with open(os.path.join(work, "catalogue.json"), "w", encoding="utf-8") as file:
            json.dump(entries, file)
        os.chmod(work, 0o755)  # mkdtemp lets nobody else in
        shutil.rmtree(target, ignore_errors=True)
        os.rename(work, target)
    finally:
        shutil.rmtree(work, ignore_errors=True)
    return target


def write_photos(directory, count):
    entries = []
    for number in range(count):
        numbers = NumberStream(SEED, number)
        scene = numbers.pick(SCENES)
        entry = describe(number, scene, numbers)
        path = os.path.join(directory, entry["path"])
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.write(png.encode(paint(scene, numbers, WIDTH, HEIGHT), WIDTH))
        entries.append(entry)
    return entries


def write_feature_rows(directory, count):
    entries = []
    for number in range(count):
        numbers = NumberStream(SEED, 1, number)
        scene = numbers.pick(SCENES)
        entry = describe(number, scene, numbers)
        entry["features"] = draw_features(scene.name, numbers)
        entries.append(entry)
    return entries


def describe(number, scene, numbers):
    """A catalogue entry: what a camera writes beside the pixels."""
    album = number // ALBUM_SIZE
    year = 2015 + album % 10
    return {
        "path": "%d/%02d %s/IMG_%05d.PNG" % (year, album, ALBUMS[album % len(ALBUMS)], number),
        "taken": "%d-%02d-%02dT%02d:%02d:%02d" % (
            year, album % 12 + 1, number % ALBUM_SIZE // 20 + 1, numbers.between(*scene.hours), numbers.below(60), numbers.below(60)),
        "camera": numbers.pick(CAMERAS),
        "iso": numbers.pick((100, 200, 400, 1600)),
    }
