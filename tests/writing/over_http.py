"""What the tests of writes over HTTP share."""

from typing import Any

from app.resources import RESOURCES
from tests.editors import draft

RECORDS = {resource.name: resource.collection.record for resource in RESOURCES}
URL = "https://www.example.org/a?id=1"


def draft_source(**fields: Any) -> dict[str, Any]:
    return {**draft("sources"), "id": None, **fields}
