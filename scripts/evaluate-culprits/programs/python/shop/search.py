"""Finds items by words."""


def normalize(text):
    letters = []
    for letter in text.lower():
        if letter.isalpha():
            letters.append(letter)
        elif letters and letters[-1] != " ":
            letters.append(" ")
    return "".join(letters).strip()


def tokens_of(text):
    words = []
    for word in normalize(text).split(" "):
        if len(word) > 2:
            words.append(word)
    return words


def build_index(catalog):
    index = {}
    for item in catalog:
        for word in tokens_of(item.name):
            index.setdefault(word, []).append(item.number)
    return index


def score_item(postings, number):
    score = 0
    for place, posting in enumerate(postings):
        for other in posting:
            if other == number:
                score += 10 - place
                break
    return score


def search_all(catalog, orders):
    index = build_index(catalog)
    found = 0
    for order in orders:
        item = order.lines[0][0]
        postings = [index.get(word, []) for word in tokens_of(item.name)]
        found += score_item(postings, item.number)
    return found
