"""One photo of the library, and what its path and metadata say."""
import re
from collections import namedtuple

AssetInfo = namedtuple("AssetInfo", "album name extension camera seconds hour month iso")

PATH = re.compile(r"(?P<year>\d{4})/(?P<album>[^/]+)/(?P<name>[^/]+)\.(?P<extension>\w+)$")
DAYS_BEFORE = (0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334)


class Asset(object):
    """A photo: its catalogue entry, its bytes, and what the tagger found out about it."""

    def __init__(self, entry, data=b""):
        self.entry = entry
        self.data = data
        self.image = None
        self.features = None
        self.labels = ()
        self.burst = None
        self.tags = ()

    @property
    def path(self):
        return self.entry["path"]


def get_asset_info(asset):
    """Album, name, camera and time of a photo, read from its path and its catalogue entry."""
    entry = asset.entry
    match = PATH.match(entry["path"])
    day, _, clock = entry["taken"].partition("T")
    year, month, date = [int(part) for part in day.split("-")]
    hour, minute, second = [int(part) for part in clock.split(":")]
    days = (year - 1970) * 365 + (year - 1969) // 4 + DAYS_BEFORE[month - 1] + date - 1
    if month > 2 and year % 4 == 0:
        days += 1
    return AssetInfo(
        album=match.group("album"),
        name=match.group("name"),
        extension=match.group("extension").lower(),
        camera=" ".join(entry["camera"].split()).title(),
        seconds=((days * 24 + hour) * 60 + minute) * 60 + second,
        hour=hour,
        month=month,
        iso=int(entry["iso"]),
    )
