"""Open ways: which pages of the desk a key allows, so that no page leads where it is refused."""

from app.desk.frame.visits import Visit


def may_open(visit: Visit, path: str) -> bool:
    """Whether there is a page of the desk at a path, and the key allows it."""
    found = visit.desk.find_row("GET", path)
    return found is not None and visit.may(found[0])


def find_way(visit: Visit, record: str) -> str:
    """Where a record, as `collection/id`, is changed; where the key does not allow that, where readers see it."""
    path = f"/desk/{record}"
    return path if may_open(visit, path) else f"/{record}"
