"""Navigation: the links at the top of every page."""

from collections.abc import Iterator

from app.resources import DEVELOPMENTS, RESOURCES


def list_links() -> Iterator[tuple[str, str]]:
    """The (address, label) of each link: the latest briefing, then every collection in its place."""
    yield "/", "Briefing"
    for resource in sorted(RESOURCES, key=lambda resource: resource.presentation.place):
        yield f"/{resource.name}", resource.presentation.link
        if resource is DEVELOPMENTS:
            yield "/timeline", "Over time"
