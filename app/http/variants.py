"""Variants of the contract's schemas: as a writer gives them, as a merge patch, and as `fields` leaves them.

A definition is a JSON schema with a name, as it stands in `components.schemas` of the OpenAPI document.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Literal

from schemas import Contract

Schema = dict[str, Any]
Definitions = dict[str, Schema]
PLACE = "#/components/schemas/"
NULL: Schema = {"type": "null"}
FROM_PYTHON = {"ge": "minimum", "le": "maximum"}
"""Bounds behind a validator of our own come out under Python's names."""
SCHEMA_LENGTHS = {"maxLength": "maxItems", "minLength": "minItems"}
"""The length of a list behind one comes out under the name of a text's."""


def reference(name: str) -> Schema:
    """What points to a definition."""
    return {"$ref": PLACE + name}


def target(schema: Mapping[str, Any]) -> str:
    """The name of the definition that a schema points to; empty where it points to none."""
    return str(schema.get("$ref", "")).removeprefix(PLACE)


def tidy(node: Any) -> Any:
    """A schema in the words that generators of clients understand.

    Without the titles that repeat names, with bounds in the words of JSON Schema, with the pattern of an object's
    names, which Pydantic says by `patternProperties`, as one of `propertyNames`, and with records of several
    collections as `oneOf`: some generators read `anyOf` as all of them at once.
    """
    if isinstance(node, list):
        return [tidy(each) for each in node]
    if not isinstance(node, dict):
        return node
    words = SCHEMA_LENGTHS | FROM_PYTHON if node.get("type") == "array" else FROM_PYTHON
    if all(target(each) for each in node.get("anyOf", ({},))):
        words = {**words, "anyOf": "oneOf"}
    named = {key: each for key, each in node.items() if not (key == "title" and isinstance(each, str))}
    if isinstance(pairs := named.pop("patternProperties", None), dict):
        (pattern, values), *_ = pairs.items()
        named["propertyNames"] = {**named.get("propertyNames", {}), "pattern": pattern}
        named["additionalProperties"] = values
    return {words.get(key, key): each if key == "examples" else tidy(each) for key, each in named.items()}


def answer_schemas(definitions: Definitions) -> Definitions:
    """The definitions of what is answered, where no default can take the place of a member."""
    return {
        name: _members(tidy(each), lambda schema: _without(schema, "default")) for name, each in definitions.items()
    }


def definitions_of(models: Iterable[type[Contract]], mode: Literal["validation", "serialization"]) -> Definitions:
    """The definitions of models and of what they hold, as they are sent (validation) or answered (serialization)."""
    found: Definitions = {}
    for model in models:
        definition = model.model_json_schema(mode=mode, ref_template=PLACE + "{model}")
        found |= {**definition.pop("$defs", {}), model.__name__: definition}
    return found


def tell(schema: Mapping[str, Any]) -> Schema:
    """A member's or parameter's schema with its default, unless that is null or empty, in its description.

    Generators of clients have what has a default always there, in what they send as in what they want to be given.
    """
    rest = _without(schema, "default")
    if (default := schema.get("default")) not in (None, [], {}):
        word = default if isinstance(default, str) else json.dumps(default)
        rest["description"] = f"{schema.get('description', '')} Default: `{word}`.".strip()
    return rest


def draft_schemas(models: Iterable[type[Contract]], shown: Definitions) -> Definitions:
    """The definitions of what is sent; one that answers show in another form is `…Draft` here."""
    found = {name: _members(tidy(each), tell) for name, each in definitions_of(models, "validation").items()}
    renamed: dict[str, str] = {}
    while more := {
        name: f"{name}Draft"
        for name, each in found.items()
        if name not in renamed and name in shown and _rename(each, renamed) != shown[name]
    }:
        renamed |= more
    return {renamed.get(name, name): _rename(each, renamed) for name, each in found.items()}


def patches(name: str, definitions: Definitions) -> Definitions:
    """The merge patch of a draft and of the objects that stand in it: null takes away what may be absent (RFC 7396)."""

    def member(schema: Schema, more: Callable[[str], Schema], *, required: bool) -> Schema:
        changed = _inside(schema, more)
        if isinstance(values := changed.get("additionalProperties"), dict):
            changed["additionalProperties"] = {"anyOf": [values, NULL]}
        return changed if required or NULL in changed.get("anyOf", ()) else {"anyOf": [changed, NULL]}

    made = _variant(name, definitions, patch_name, member)
    whole = made[patch_name(name)]
    if "id" in whole["properties"]:
        permanent = {
            **definitions[name]["properties"]["id"]["anyOf"][0],
            "description": "May only repeat the record's own.",
        }
        whole["properties"] |= {"id": permanent}
    return made


def partials(name: str, definitions: Definitions) -> Definitions:
    """An answer of whose records `fields` may leave out any members; what it says around them is always there."""

    def member(schema: Schema, more: Callable[[str], Schema], *, required: bool) -> Schema:
        changed = _inside(schema, more) if required else schema
        return {**changed, "items": _inside(changed["items"], more)} if required and "items" in changed else changed

    whole = definitions[name]
    data = whole["properties"]["data"]
    made = _variant(target(data.get("items", data)), definitions, partial_name, member)
    changed = member(data, lambda each: reference(partial_name(each)), required=True)
    return {**made, partial_name(name): {**whole, "properties": {**whole["properties"], "data": changed}}}


def partial_name(name: str) -> str:
    """The name of what `fields` leaves of a record, or of an answer with it."""
    return f"Partial{name}"


def patch_name(name: str) -> str:
    """The name of a draft's merge patch."""
    return f"{name.removesuffix('Draft')}Patch"


def _variant(
    name: str, definitions: Definitions, called: Callable[[str], str], member: Callable[..., Schema]
) -> Definitions:
    """The variants of a definition and of what it points to, in which no member is required."""
    made: Definitions = {}

    def more(each: str) -> Schema:
        old = definitions[each]
        if "properties" not in old:
            return reference(each)
        new = called(each)
        if new not in made:
            made[new] = {}  # before what it points to, which may be itself
            needed = old.get("required", ())
            kept = _without(old, "required", "examples")
            kept["description"] = f"Any members of `{each}`, which describes them."
            kept["properties"] = {
                key: member(take_descriptions(value), more, required=key in needed)
                for key, value in old["properties"].items()
            }
            made[new] = kept
        return reference(new)

    more(name)
    return made


def _inside(schema: Schema, more: Callable[[str], Schema]) -> Schema:
    """A schema that points to the variants of what it points to."""
    if target(schema):
        return {**schema, **more(target(schema))}
    if "anyOf" in schema:
        return {**schema, "anyOf": [_inside(each, more) for each in schema["anyOf"]]}
    return dict(schema)


def take_descriptions(schema: Mapping[str, Any]) -> Schema:
    """A schema without what is said about it."""
    return _without(schema, "description")


def _without(schema: Mapping[str, Any], *keys: str) -> Schema:
    return {key: value for key, value in schema.items() if key not in keys}


def _members(definition: Schema, changed: Callable[[Schema], Schema]) -> Schema:
    """A definition whose members are changed, where it is one of an object."""
    if "properties" not in definition:
        return definition
    return {**definition, "properties": {name: changed(each) for name, each in definition["properties"].items()}}


def _rename(node: Any, names: Mapping[str, str]) -> Any:
    if isinstance(node, list):
        return [_rename(each, names) for each in node]
    if not isinstance(node, dict):
        return node
    if target(node) in names:
        return {**node, **reference(names[target(node)])}
    return {key: _rename(each, names) for key, each in node.items()}
