"""Orders and what they cost."""
from catalog import price_of


class Order:
    def __init__(self, number, lines):
        self.number = number
        self.lines = lines


def make_orders(stream, catalog, count):
    return [Order(number, make_lines(stream, catalog)) for number in range(count)]


def make_lines(stream, catalog):
    return [(stream.pick(catalog), 1 + stream.next_int(15)) for _ in range(8)]


def total_order(order):
    total = 0
    for item, quantity in order.lines:
        total += price_of(item, quantity)
    return total - discount_for(order, total)


def discount_for(order, total):
    best = 0
    for step in range(1, 60):
        limit = step * 4000
        if total > limit:
            best = max(best, total * step // 400)
    return best + order.number % 3


def total_orders(orders):
    return [total_order(order) for order in orders]
