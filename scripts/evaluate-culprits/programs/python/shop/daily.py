"""The day in figures."""


def median_of(values):
    ordered = sorted(values)
    return ordered[len(ordered) // 2]


def smooth(values, width):
    result = []
    for place in range(len(values)):
        part = values[max(0, place - width):place + width + 1]
        result.append(sum(part) // len(part))
    return result


def rank_items(orders):
    counts = {}
    for order in orders:
        for item, quantity in order.lines:
            counts[item.number] = counts.get(item.number, 0) + quantity
    return sorted(counts, key=lambda number: (-counts[number], number))


def histogram(values, bins):
    low, high = min(values), max(values) + 1
    found = [0] * bins
    for value in values:
        found[(value - low) * bins // (high - low)] += 1
    return found


def summarize_day(orders, totals):
    rows = [smooth(totals, width) for width in (3, 9, 27)]
    rows.append(rank_items(orders))
    rows.append(histogram(totals, 40))
    rows.append([median_of(totals[start:start + 50]) for start in range(0, len(totals), 10)])
    return rows
