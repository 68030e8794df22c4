"""The components of the OpenAPI document: what stands in it more than once is written once, under a name."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from app.http.variants import Definitions, reference, take_descriptions
from app.reading.formats import JSON_TYPE

Operation = dict[str, Any]


def operations(document: dict[str, Any]) -> Iterator[Operation]:
    """Every operation of a document, those of webhooks after those of paths."""
    for part in ("paths", "webhooks"):
        for item in document.get(part, {}).values():
            yield from item.values()


def json_first(document: dict[str, Any]) -> None:
    """Put JSON before the other forms: generators of clients take the first form that they find."""
    for operation in operations(document):
        for holder in (operation.get("requestBody", {}), *operation["responses"].values()):
            if JSON_TYPE in (content := holder.get("content", {})):
                holder["content"] = {JSON_TYPE: content[JSON_TYPE], **content}


def name_schemas(node: Any, named: Definitions) -> Any:
    """A part of the document whose schemas point to those that have a name, whatever is said about them there."""
    names = {spelling(each): name for name, each in named.items()}
    names |= {spelling(take_descriptions(each)): name for name, each in named.items()}

    def pointing(node: Any) -> Any:
        if isinstance(node, list):
            return [pointing(each) for each in node]
        if not isinstance(node, dict):
            return node
        if node.get("type") == "string":  # as all that have a name are
            if name := names.get(spelling(node)):
                return reference(name)
            if name := names.get(spelling(take_descriptions(node))):
                return {**reference(name), "description": node["description"]}
        return {key: each if key == "examples" else pointing(each) for key, each in node.items()}

    return pointing(node)


def spelling(value: Any) -> str:
    """What two parts of the document have in common that say the same."""
    return json.dumps(value, sort_keys=True)


def share(document: dict[str, Any]) -> None:
    """Write repeated headers, responses and parameters once, as components."""
    headers, responses, parameters = [], [], []
    for operation in operations(document):
        tag = operation["tags"][0]
        for answer in operation["responses"].values():
            headers += [SchemaPlace(answer["headers"], name, name, tag) for name in answer.get("headers", ())]
        answers = operation["responses"]
        responses += [SchemaPlace(answers, status, _response_name(status, answers[status]), tag) for status in answers]
        listed = operation.get("parameters", [])
        parameters += [SchemaPlace(listed, index, _parameter_name(each), tag) for index, each in enumerate(listed)]
    # Headers before the responses that have them, so that these are alike still.
    for kind, places in (("headers", headers), ("responses", responses), ("parameters", parameters)):
        document["components"][kind] = _move(places, f"#/components/{kind}/")


@dataclass(frozen=True)
class SchemaPlace:
    """Where something stands that may stand elsewhere too: its holder and key, the name that suits it, and the tag."""

    holder: Any
    key: Any
    name: str
    tag: str


def _move(places: Sequence[SchemaPlace], address: str) -> dict[str, Any]:
    """What stands in several of the places, by its name, which the places point to from now on.

    Where several things have one name, those of a single tag have it behind theirs.
    """
    alike: dict[str, list[SchemaPlace]] = {}
    for place in places:
        alike.setdefault(spelling(place.holder[place.key]), []).append(place)
    repeated = sorted((each for each in alike.values() if len(each) > 1), key=len, reverse=True)
    contested = Counter(each[0].name for each in repeated)
    shared: dict[str, Any] = {}
    for uses in repeated:
        first = uses[0]
        is_plain = contested[first.name] == 1 or len({use.tag for use in uses}) > 1
        wishes = [first.name] if is_plain else []
        wishes += [f"{first.name}-{first.tag}", *(f"{first.name}-{number}" for number in range(2, len(repeated) + 2))]
        name = next(wish for wish in wishes if wish not in shared)
        shared[name] = first.holder[first.key]
        for use in uses:
            use.holder[use.key] = {"$ref": address + name}
    return dict(sorted(shared.items()))


def _parameter_name(parameter: dict[str, Any]) -> str:
    """A parameter's name, and whether it is needed where it is one that may be left out elsewhere."""
    is_needed = parameter["in"] == "header" and parameter["required"]
    return f"{parameter['name']}-required" if is_needed else str(parameter["name"])


def _response_name(status: str, response: dict[str, Any]) -> str:
    """A response's name: that of the schema that it has, else its status."""
    schema = response.get("content", {}).get(JSON_TYPE, {}).get("schema", {})
    return str(schema["$ref"].rpartition("/")[2]) if "$ref" in schema else status
