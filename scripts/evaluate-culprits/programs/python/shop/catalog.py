"""Things that the shop sells."""

WORDS = "red green blue small large light heavy oak steel glass lamp chair table shelf box rug clock vase frame hook".split()


class Item:
    def __init__(self, number, name, price):
        self.number = number
        self.name = name
        self.price = price


def make_name(stream):
    return " ".join(stream.pick(WORDS) for _ in range(4))


def make_catalog(stream, count):
    items = [Item(number, make_name(stream), 100 + stream.next_int(9000)) for number in range(count)]
    return stream.shuffle(items)


def price_of(item, quantity):
    price = item.price * quantity
    if quantity > 10:
        price -= price // 20
    return price
