"""Keeps count of what is on the shelves."""


class Shelf:
    def __init__(self, number, count):
        self.number = number
        self.count = count
        self.history = []

    def take(self, quantity):
        if self.count < quantity:
            self.refill(quantity)
        self.count -= quantity
        self.history.append(quantity)
        return self.count

    def refill(self, quantity):
        self.count += quantity * 5 + 50


def route_length(numbers):
    length = 0
    place = 0
    for number in numbers:
        row, column = divmod(number, 20)
        length += abs(row - place // 20) + abs(column - place % 20)
        place = number
    return length


def shorten_route(numbers):
    best = sorted(numbers)
    length = route_length(best)
    for start in range(len(best) - 1):
        other = best[:start] + best[start:][::-1]
        found = route_length(other)
        if found < length:
            best, length = other, found
    return length


def reserve_all(catalog, orders):
    shelves = {item.number: Shelf(item.number, 40) for item in catalog}
    walked = 0
    for order in orders:
        for item, quantity in order.lines:
            shelves[item.number].take(quantity)
        walked += shorten_route([item.number for item, _ in order.lines])
    return walked
