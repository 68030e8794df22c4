"""Known parameters: those that a query model takes, with what can be said of each."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from schemas import Contract, Query, fields_of


@dataclass(frozen=True)
class Parameter:
    """A parameter of a query model: its name, its field, its JSON schema, and whether it takes several values."""

    name: str
    field: str
    schema: Mapping[str, Any]
    several: bool
    required: bool

    @property
    def allowed(self) -> tuple[str, ...]:
        """The values that it takes, where they are a closed list."""
        schema = self.schema.get("items", self.schema)
        return tuple(schema.get("enum", (schema["const"],) if "const" in schema else ()))


@cache
def parameters_of(model: type[Contract]) -> dict[str, Parameter]:
    """The parameters of a query model, in its order."""
    properties = model.model_json_schema(mode="validation")["properties"]
    parameters = {}
    for field, info in model.model_fields.items():
        name = info.alias or field
        schema = _without_null(properties[name])
        if name == "fields" and issubclass(model, Query):
            schema["items"] = {"type": "string", "enum": [field.path for field in fields_of(model.record)]}
        parameters[name] = Parameter(
            name, field, schema, several=schema.get("type") == "array", required=info.is_required()
        )
    return parameters


def _without_null(schema: Mapping[str, Any]) -> dict[str, Any]:
    """A parameter is left out, never null: its schema says so."""
    plain = {key: value for key, value in schema.items() if key not in ("anyOf", "title")}
    if plain.get("default", "") is None:
        del plain["default"]
    for alternative in schema.get("anyOf", ()):
        if alternative.get("type") != "null":
            plain = {**alternative, **plain}
    # Bounds behind a validator of our own come out under Python's names, and a list's length under a text's.
    words = {"ge": "minimum", "le": "maximum"} | ({"maxLength": "maxItems"} if plain.get("type") == "array" else {})
    return {words.get(key, key): value for key, value in plain.items()}
