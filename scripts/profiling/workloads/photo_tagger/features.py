"""What can be measured on the pixels of a photo, in parts per thousand.

The loops over pixels keep to numbers up to 256, which Python never allocates: as fast as pure Python gets, and bearable under tracemalloc.
"""
from collections import Counter

HUES = 12
LEVELS = 16
STEP = 48  # difference of lightness that makes an edge
RED, GREEN, BLUE = [bytes(value * weight >> 8 for value in range(256)) for weight in (77, 150, 29)]
HUE_PART = [bytes(part * 40 // span if part <= span and span else 0 for part in range(256)) for span in range(256)]  # by span, then difference
SATURATION = [bytes(span * 255 // high if span <= high and high else 0 for span in range(256)) for high in range(256)]
# Patterns of neighbours that change at most twice around a pixel: flat, an edge, a corner.
PLAIN = frozenset(pattern for pattern in range(256) if bin(pattern ^ (pattern >> 1 | (pattern & 1) << 7)).count("1") <= 2)
NAMES = ("bright", "contrast", "colour", "warm", "sky", "green", "skin", "dark", "white", "edges", "detail")


class Features(object):
    """Named values, and histograms of hue and lightness with their running sums."""

    def __init__(self, numbers):
        self.known = tuple(numbers[:len(NAMES)])
        self.values = dict(zip(NAMES, self.known))
        hues, levels = numbers[len(NAMES):len(NAMES) + HUES], numbers[len(NAMES) + HUES:]
        self.histogram = tuple(hues) + tuple(levels)
        self.running = running_sums(hues) + running_sums(levels)


def running_sums(parts):
    total = 0
    sums = []
    for part in parts:
        total += part
        sums.append(total)
    return tuple(sums)


class Image(object):
    """Decoded pixels: rows of (red, green, blue), and rows of lightness."""

    def __init__(self, width, height, rows):
        self.width = width
        self.height = height
        self.pixels = [to_pixels(row) for row in rows]
        self.gray = [to_gray(row) for row in self.pixels]


def to_pixels(row):
    return list(zip(row[0::3], row[1::3], row[2::3]))


def to_gray(row):
    """Lightness, by the weights of the eye."""
    return bytearray([RED[red] + GREEN[green] + BLUE[blue] for red, green, blue in row])


def measure(image):
    """All features of an image."""
    size = image.width * image.height
    counts, hues = measure_colours(image)
    lightness = Counter()
    for row in image.gray:
        lightness.update(row)
    mean = sum(value * count for value, count in lightness.items()) // size
    spread = sum(abs(value - mean) * count for value, count in lightness.items()) // size
    levels = [0] * LEVELS
    for value, count in lightness.items():
        levels[value >> 4] += count
    values = [mean * 1000 // 255, spread * 1000 // 128] + [count * 1000 // size for count in counts]
    detail = measure_texture(image.gray, 1) + measure_texture(image.gray, 2) + measure_relief(image.gray) + count_regions(image)
    values += [measure_edges(image.gray) * 1000 // size, min(1000, detail * 500 // size)]
    return Features(values + per_thousand(hues) + per_thousand(levels))


def measure_colours(image):
    """Pixels that are colourful, warm, sky, green, skin, dark and white; and the histogram of hues."""
    colourful = warm = sky = green = skin = dark = white = 0
    hues = [0] * HUES
    upper = image.height // 2
    for y, row in enumerate(image.pixels):
        for pixel in row:
            hue, saturation, value = to_hsv(pixel)
            hues[hue // 20] += 1
            if saturation > 76:
                colourful += 1
                if hue < 33 or hue >= 220:
                    warm += 1
                    if 6 <= hue < 27 and saturation < 150 and value > 120:
                        skin += 1
                elif 47 <= hue < 107:
                    green += 1
                elif 127 <= hue < 167 and y < upper:
                    sky += 1
            elif value > 190:
                white += 1
            if value < 50:
                dark += 1
    return (colourful, warm, sky, green, skin, dark, white), hues


def to_hsv(pixel):
    """Hue on a circle of 240, saturation and value below 256."""
    red, green, blue = pixel
    high = max(pixel)
    span = high - min(pixel)
    if span == 0:
        return 0, 0, high
    if high == red:
        hue = HUE_PART[span][green - blue] if green >= blue else 240 - HUE_PART[span][blue - green]
    elif high == green:
        hue = 80 + HUE_PART[span][blue - red] if blue >= red else 80 - HUE_PART[span][red - blue]
    else:
        hue = 160 + HUE_PART[span][red - green] if red >= green else 160 - HUE_PART[span][green - red]
    return hue if hue < 240 else 0, SATURATION[high][span], high


def measure_edges(gray):
    """Pixels whose neighbours across or down differ much."""
    found = 0
    for above, row, below in zip(gray, gray[1:], gray[2:]):
        for x in range(1, len(row) - 1):
            left, right = row[x - 1], row[x + 1]
            if (right - left if right > left else left - right) > STEP:
                found += 1
                continue
            up, down = above[x], below[x]
            if (down - up if down > up else up - down) > STEP:
                found += 1
    return found


def measure_texture(gray, radius):
    """Pixels that stand in no flat part, edge or corner, by local binary patterns: which of eight pixels around are lighter."""
    found = 0
    for above, row, below in zip(gray, gray[radius:], gray[2 * radius:]):
        for x in range(radius, len(row) - radius):
            before, after = x - radius, x + radius
            centre = row[x]
            pattern = 0
            if above[before] > centre:
                pattern |= 1
            if above[x] > centre:
                pattern |= 2
            if above[after] > centre:
                pattern |= 4
            if row[after] > centre:
                pattern |= 8
            if below[after] > centre:
                pattern |= 16
            if below[x] > centre:
                pattern |= 32
            if below[before] > centre:
                pattern |= 64
            if row[before] > centre:
                pattern |= 128
            if pattern not in PLAIN:
                found += 1
    return found


def measure_relief(gray):
    """Pixels whose surroundings of three by three have both light and dark, by the difference of dilation and erosion."""
    lightest = spread_light(transpose(spread_light(gray)))
    darkest = spread_dark(transpose(spread_dark(gray)))
    found = 0
    for light, dark in zip(lightest, darkest):
        for a, b in zip(light, dark):
            if a - b > STEP:
                found += 1
    return found


def spread_light(rows):
    """Each pixel becomes the lightest of itself and the two beside it."""
    result = []
    for row in rows:
        spread = bytearray(row)
        for x in range(1, len(row) - 1):
            before, after = row[x - 1], row[x + 1]
            most = before if before > after else after
            if most > row[x]:
                spread[x] = most
        result.append(spread)
    return result


def spread_dark(rows):
    """Each pixel becomes the darkest of itself and the two beside it."""
    result = []
    for row in rows:
        spread = bytearray(row)
        for x in range(1, len(row) - 1):
            before, after = row[x - 1], row[x + 1]
            least = before if before < after else after
            if least < row[x]:
                spread[x] = least
        result.append(spread)
    return result


def transpose(rows):
    return [bytearray(column) for column in zip(*rows)]


def count_regions(image, left=0, top=0, width=None, height=None):
    """Leaves of a quad tree whose regions are split until they are even or small."""
    width, height = width or image.width, height or image.height
    low, high = 255, 0
    for row in image.gray[top:top + height]:
        part = row[left:left + width]
        low, high = min(low, min(part)), max(high, max(part))
    if high - low < 32 or width < 8 or height < 8:
        return 1
    half, middle = width // 2, height // 2
    return (
        count_regions(image, left, top, half, middle) + count_regions(image, left + half, top, width - half, middle)
        + count_regions(image, left, top + middle, half, height - middle)
        + count_regions(image, left + half, top + middle, width - half, height - middle)
    )


def per_thousand(counts):
    total = sum(counts)
    return [count * 1000 // total for count in counts]
