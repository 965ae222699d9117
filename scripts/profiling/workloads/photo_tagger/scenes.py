"""What the synthetic photos show: kinds of scene, and how each is painted."""


class Scene(object):
    """A kind of photo: colours from top to bottom, objects in front, noise; hours at which it is taken."""

    def __init__(self, name, bands, spots, noise, hours):
        self.name = name
        self.bands = bands
        self.spots = spots
        self.noise = noise
        self.hours = hours


SCENES = (
    Scene("beach", ((90, 160, 230), (150, 200, 240), (220, 200, 150)), 2, 12, (10, 17)),
    Scene("forest", ((60, 90, 50), (40, 110, 40), (70, 60, 30)), 14, 40, (9, 18)),
    Scene("night", ((5, 5, 20), (10, 10, 25), (30, 25, 20)), 6, 10, (20, 23)),
    Scene("snow", ((200, 215, 235), (235, 240, 245), (245, 245, 250)), 4, 8, (9, 15)),
    Scene("sunset", ((90, 50, 110), (230, 110, 50), (60, 30, 30)), 2, 14, (17, 21)),
    Scene("portrait", ((120, 120, 130), (215, 165, 135), (70, 80, 120)), 3, 10, (9, 22)),
    Scene("document", ((245, 245, 240), (240, 240, 238), (243, 243, 240)), 30, 4, (8, 18)),
    Scene("city", ((140, 160, 180), (120, 115, 110), (80, 80, 85)), 22, 24, (7, 22)),
)


def paint(scene, numbers, width, height):
    """Rows of RGB bytes."""
    rows = [paint_row(scene, numbers, y, width, height) for y in range(height)]
    for _ in range(scene.spots):
        paint_spot(rows, numbers, width, height)
    return rows


def paint_row(scene, numbers, y, width, height):
    """One row between two bands of colour, with noise."""
    place = y * (len(scene.bands) - 1) * 256 // height
    band, part = place >> 8, place & 255
    above, below = scene.bands[band], scene.bands[band + 1]
    row = bytearray()
    for _ in range(width):
        grain = numbers.below(2 * scene.noise + 1) - scene.noise
        for top, bottom in zip(above, below):
            value = top + (bottom - top) * part // 256 + grain
            row.append(0 if value < 0 else 255 if value > 255 else value)
    return row


def paint_spot(rows, numbers, width, height):
    """A rectangle of one colour: a house, a line of text, a lamp."""
    left, top = numbers.below(width), numbers.below(height)
    right, bottom = min(width, left + numbers.between(2, width // 4)), min(height, top + numbers.between(1, height // 6))
    colour = bytes((numbers.below(256), numbers.below(256), numbers.below(256)))
    for row in rows[top:bottom]:
        row[left * 3:right * 3] = colour * (right - left)
