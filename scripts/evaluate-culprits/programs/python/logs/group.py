"""Groups records and describes the groups."""


def by_route(records, table):
    groups = {}
    for record in records:
        groups.setdefault(table.find(record["path"]), []).append(record)
    return groups


def quantile(values, share):
    return values[min(len(values) - 1, int(share * len(values)))]


def merge(left, right):
    merged = []
    i = j = 0
    while i < len(left) and j < len(right):
        if left[i] <= right[j]:
            merged.append(left[i])
            i += 1
        else:
            merged.append(right[j])
            j += 1
    return merged + left[i:] + right[j:]


def order(values):
    if len(values) < 2:
        return values
    middle = len(values) // 2
    return merge(order(values[:middle]), order(values[middle:]))


def failing(group):
    count = 0
    for record in group:
        if record["status"] >= 400:
            count += 1
    return count


def describe(name, group):
    values = order([record["ms"] for record in group])
    return (name, len(group), failing(group), quantile(values, 0.5), quantile(values, 0.95))


def describe_all(groups):
    return [describe(name, groups[name]) for name in sorted(groups)]
