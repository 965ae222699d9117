"""The rules that the tagger applies; see rules.py for how to read them."""

RULES = """
beach = bright 500..850 and sky 250.. and warm 100..600 and not dark 200..
sea = sky 300.. and white ..200 and edges ..300
forest = green 300.. and edges 300.. or green 450.. and detail 500..
garden = green 150..500 and bright 300.. and hour 8..19
night = dark 600.. or bright ..120 and hour 19..
stars = dark 800.. and detail 150.. and warm ..200
snow = white 500.. and bright 750.. and edges ..250
winter = white 300.. and month ..2 or white 300.. and month 12..
sunset = warm 350.. and bright 150..600 and hour 16..21
golden = warm 250.. and colour 300.. and hour 17..20
portrait = skin 200.. and edges ..350 and detail ..400
people = skin 120.. and not green 400..
document = white 500.. and edges 250.. and colour ..150
receipt = document_like 600.. and contrast 100..
city = edges 350.. and colour ..350 and green ..200
street = edges 300..700 and bright 250..700 and not white 500..
indoor = iso 400.. and sky ..100 and green ..150
outdoor = sky 150.. or green 200.. or white 300.. and bright 700..
bright = bright 650..
dim = bright ..300 and not dark 700..
colourful = colour 450..
muted = colour ..150 and not dark 400..
busy = detail 550.. and edges 350..
calm = detail ..250 and edges ..200
grainy = iso 1600.. and dark 200.. or iso 1600.. and detail 500..
"""

# What a label says besides, and what it rules out.
IMPLIES = {"beach": ("outdoor", "sea"), "stars": ("night",), "forest": ("outdoor",), "receipt": ("document",), "portrait": ("people",)}
EXCLUDES = {"night": ("bright", "snow"), "document": ("outdoor", "snow", "winter"), "indoor": ("outdoor",), "busy": ("calm",)}
