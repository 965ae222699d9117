"""Receipts as text."""


def format_amount(cents):
    text = str(cents % 100).rjust(2, "0")
    whole = cents // 100
    groups = []
    while whole >= 1000:
        groups.append(str(whole % 1000).rjust(3, "0"))
        whole //= 1000
    groups.append(str(whole))
    return ",".join(reversed(groups)) + "." + text


def render_line(item, quantity):
    label = item.name.title()
    padded = label + "." * max(1, 40 - len(label))
    return padded + str(quantity) + " x " + format_amount(item.price)


def render_receipt(order, total):
    lines = [render_line(item, quantity) for item, quantity in order.lines]
    lines.append("total " + format_amount(total))
    return "\n".join(lines)


def render_receipts(orders, totals):
    return [render_receipt(order, total) for order, total in zip(orders, totals)]
