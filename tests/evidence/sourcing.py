"""A claim, sources of several origins, and what the service says of both."""

from typing import Any

UNSOURCED = "No source is given that asserts this."
MET = "/v1/developments/met"
SOURCES: dict[str, dict[str, Any]] = {
    "gazette": {"origin": "gazette"},
    "reprint": {"origin": "gazette"},
    "herald": {"origin": "herald"},
    "wire": {"origin": "wire"},
    "digest": {"origin": "digest", "aggregator": True},
}


def grounds(*named: str) -> list[dict[str, Any]]:
    """Evidence of sources, each as `source`, `source via aggregator` or `source denies`."""
    found = []
    for each in named:
        source, _, rest = each.partition(" ")
        via = rest.removeprefix("via ") if rest.startswith("via ") else None
        found.append({"source": source, "via": via, "stance": rest if rest and via is None else "asserts"})
    return found
