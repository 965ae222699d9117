"""What the features of each kind of scene look like, for labelled examples and for rows without an image."""
from .features import HUES, LEVELS, Features

#        bright contrast colour warm  sky green skin dark white edges detail  hue level
MODEL = {
    "beach": (690, 240, 420, 300, 480, 20, 90, 20, 60, 120, 180, 6, 11),
    "forest": (280, 200, 510, 280, 10, 520, 20, 350, 0, 640, 720, 3, 4),
    "night": (70, 110, 400, 130, 30, 20, 10, 900, 0, 160, 230, 8, 1),
    "snow": (900, 80, 70, 20, 320, 0, 0, 10, 850, 90, 120, 7, 14),
    "sunset": (400, 300, 600, 560, 20, 10, 150, 240, 0, 150, 210, 1, 6),
    "portrait": (560, 210, 300, 330, 60, 10, 380, 20, 10, 140, 200, 1, 9),
    "document": (900, 160, 30, 60, 10, 10, 10, 40, 800, 420, 610, 2, 14),
    "city": (480, 190, 160, 170, 130, 30, 40, 90, 20, 480, 640, 7, 7),
}


def draw_features(scene, numbers):
    """Features of a photo of that scene, with noise, as a list of whole numbers (see Features)."""
    model = MODEL[scene]
    values = [min(1000, max(0, mean + numbers.between(-90, 90))) for mean in model[:11]]
    return values + draw_histogram(HUES, model[11], numbers) + draw_histogram(LEVELS, model[12], numbers)


def draw_histogram(bins, peak, numbers):
    """Parts per thousand around a peak; they add up to 1000."""
    weights = [numbers.between(1, 20) + 400 // (1 + (place - peak) * (place - peak)) for place in range(bins)]
    total = sum(weights)
    parts = [weight * 1000 // total for weight in weights]
    parts[peak] += 1000 - sum(parts)
    return parts


def draw_example(scene, numbers):
    return Features(draw_features(scene, numbers))
