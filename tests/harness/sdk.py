"""Small things about the SDK's objects."""


def names(items):
    return sorted(item.filename for item in items)


def ids(items):
    return sorted(str(item.id) for item in items)
