"""What can be measured on the pixels of a photo, in parts per thousand."""

HUES = 12
LEVELS = 16
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
    return bytearray((red * 77 + green * 150 + blue * 29) >> 8 for red, green, blue in row)


def measure(image):
    """All features of an image."""
    size = image.width * image.height
    colours = measure_colours(image)
    lightness = [sum(row) for row in image.gray]
    mean = sum(lightness) // size
    spread = sum(abs(value - mean) for row in image.gray for value in row) // size
    counts, hues = colours
    levels = [0] * LEVELS
    for row in image.gray:
        for value in row:
            levels[value >> 4] += 1
    values = [mean * 1000 // 255, spread * 1000 // 128] + [count * 1000 // size for count in counts]
    values += [measure_edges(image) * 1000 // size, min(1000, count_regions(image) * 4000 // size)]
    return Features(values + per_thousand(hues) + per_thousand(levels))


def measure_colours(image):
    """Pixels that are colourful, warm, sky, green, skin, dark and white; and the histogram of hues."""
    colourful = warm = sky = green = skin = dark = white = 0
    hues = [0] * HUES
    upper = image.height // 2
    for y, row in enumerate(image.pixels):
        for pixel in row:
            hue, saturation, value = to_hsv(pixel)
            hues[hue // 30] += 1
            if saturation > 76:
                colourful += 1
                if hue < 50 or hue >= 330:
                    warm += 1
                    if 10 <= hue < 40 and saturation < 150 and value > 120:
                        skin += 1
                elif 70 <= hue < 160:
                    green += 1
                elif 190 <= hue < 250 and y < upper:
                    sky += 1
            elif value > 190:
                white += 1
            if value < 50:
                dark += 1
    return (colourful, warm, sky, green, skin, dark, white), hues


def to_hsv(pixel):
    """Hue in degrees, saturation and value below 256."""
    red, green, blue = pixel
    high = max(pixel)
    span = high - min(pixel)
    if span == 0:
        return 0, 0, high
    if high == red:
        hue = (green - blue) * 60 // span % 360
    elif high == green:
        hue = (blue - red) * 60 // span + 120
    else:
        hue = (red - green) * 60 // span + 240
    return hue, span * 255 // high, high


def measure_edges(image):
    """Pixels where lightness changes fast, by Sobel's operator."""
    found = 0
    for above, row, below in zip(image.gray, image.gray[1:], image.gray[2:]):
        for x in range(1, image.width - 1):
            across = above[x + 1] + 2 * row[x + 1] + below[x + 1] - above[x - 1] - 2 * row[x - 1] - below[x - 1]
            down = below[x - 1] + 2 * below[x] + below[x + 1] - above[x - 1] - 2 * above[x] - above[x + 1]
            if across * across + down * down > 16384:
                found += 1
    return found


def count_regions(image, left=0, top=0, width=None, height=None):
    """Leaves of a quad tree whose regions are split until they are even or small."""
    width, height = width or image.width, height or image.height
    low, high = 255, 0
    for row in image.gray[top:top + height]:
        part = row[left:left + width]
        low, high = min(low, min(part)), max(high, max(part))
    if high - low < 32 or width < 4 or height < 4:
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
