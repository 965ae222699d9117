"""Photos of one camera within seconds of each other belong together."""
from .assets import get_asset_info

SECONDS = 90


def find_bursts(assets, slow=False):
    """Gives the photos of each burst its number; each album is compared photo by photo. Returns how many there are."""
    albums = {}
    for asset in assets:
        albums.setdefault(get_asset_info(asset).album, []).append(asset)
    count = 0
    for album in sorted(albums):
        pairs = slow_pairs(albums[album]) if slow else pairs_of(albums[album])
        for first, second in pairs:
            if first.burst is None:
                count += 1
                first.burst = count
            second.burst = first.burst
    return count


def pairs_of(album):
    """Pairs that belong together; looks each photo up once for each of those after it."""
    for place, first in enumerate(album):
        one = get_asset_info(first)
        for second in album[place + 1:]:
            other = get_asset_info(second)
            if one.camera == other.camera and abs(one.seconds - other.seconds) <= SECONDS:
                yield first, second


def slow_pairs(album):
    """The same pairs; every question looks both photos up again."""
    for place, first in enumerate(album):
        for second in album[place + 1:]:
            if same_camera(first, second) and seconds_apart(first, second) <= SECONDS:
                yield first, second


def same_camera(first, second):
    return get_asset_info(first).camera == get_asset_info(second).camera


def seconds_apart(first, second):
    return abs(get_asset_info(first).seconds - get_asset_info(second).seconds)
