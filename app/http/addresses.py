"""Addresses: which endpoints are at a path."""

from collections.abc import Iterable, Iterator, Mapping

from starlette.types import Scope

from app.errors import MethodNotAllowed
from app.http.endpoint import Endpoint

Shape = tuple[str | None, ...]
"""The steps of an address, None where anything may stand."""


class Addresses:
    """The endpoints of a table by their addresses, in the table's order."""

    def __init__(self, endpoints: Iterable[Endpoint]) -> None:
        self._by_shape: dict[Shape, list[Endpoint]] = {}
        self._open: dict[int, list[tuple[int, ...]]] = {}
        for endpoint in endpoints:
            steps = endpoint.address.split("/")
            places = tuple(index for index, step in enumerate(steps) if step.startswith("{"))
            shape = tuple(None if index in places else step for index, step in enumerate(steps))
            self._by_shape.setdefault(shape, []).append(endpoint)
            known = self._open.setdefault(len(steps), [])
            if places not in known:
                known.append(places)
                known.sort(key=len)

    def at(self, path: str) -> Iterator[tuple[Endpoint, Mapping[str, str]]]:
        """The endpoints at a path, each with what stands in its braces.

        Where there are any of fixed words, these alone: what stands there is no id, and takes no method of a record's.
        """
        steps = path.split("/")
        for places in self._open.get(len(steps), ()):
            if all(steps[index] for index in places):
                shape = tuple(None if index in places else step for index, step in enumerate(steps))
                for endpoint in self._by_shape.get(shape, ()):
                    named = endpoint.address.split("/") if places else ()
                    yield endpoint, {named[index][1:-1]: steps[index] for index in places}
                if shape in self._by_shape:
                    return

    def check_method(self, path: str) -> None:
        """Raises `MethodNotAllowed` where there are endpoints at a path, none of which takes the method sent."""
        found = {endpoint.method for endpoint, _ in self.at(path)}
        if found:
            allowed = ", ".join(sorted(found | {"HEAD"} if "GET" in found else found))
            raise MethodNotAllowed(f"this address takes {allowed}", headers={"Allow": allowed})

    def most_bytes_at(self, scope: Scope) -> int | None:
        """How many bytes the body of a request may have, where that is not what any may."""
        sizes = (each.most_bytes for each, _ in self.at(scope["path"]))
        return max((size for size in sizes if size is not None), default=None)
