"""Finds the route of a path."""

PATTERNS = ["/", "/login", "/photos/*", "/photos/*/tags", "/users/*", "/users/*/albums/*", "/search", "/about"]


class RouteTable:
    def __init__(self, patterns):
        self.patterns = [(pattern, self.parts_of(pattern)) for pattern in patterns]

    def parts_of(self, path):
        return [part for part in path.split("/") if part]

    def matches(self, parts, wanted):
        if len(parts) != len(wanted):
            return False
        for part, want in zip(parts, wanted):
            if want != "*" and want != part:
                return False
        return True

    def find(self, path):
        parts = self.parts_of(path)
        for pattern, wanted in self.patterns:
            if self.matches(parts, wanted):
                return pattern
        return "?"
