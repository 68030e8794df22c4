"""Queries of the reconciliation interface, and the shape of its answers."""

import json
from typing import Any

from jsonschema import Draft202012Validator

from tests.clients import CheckedClient

TYPE = {"type": "object", "required": ["id", "name"], "properties": {"id": {"type": "string"}}}
# Our own reading of the specification's answers.
RESULTS = {
    "type": "object",
    "additionalProperties": {
        "type": "object",
        "required": ["result"],
        "properties": {
            "result": {
                "type": "array",
                "items": {
                    "type": "object",
                    "required": ["id", "name", "score"],
                    "additionalProperties": False,
                    "properties": {
                        "id": {"type": "string", "minLength": 1},
                        "name": {"type": "string"},
                        "description": {"type": "string"},
                        "score": {"type": "number", "minimum": 0, "maximum": 100},
                        "match": {"type": "boolean"},
                        "type": {"type": "array", "items": TYPE},
                        "features": {
                            "type": "array",
                            "items": {
                                "type": "object",
                                "required": ["id", "value"],
                                "properties": {"id": {"type": "string"}, "value": {"type": ["boolean", "number"]}},
                            },
                        },
                    },
                },
            }
        },
    },
}


def ask(client: CheckedClient, queries: Any) -> dict[str, Any]:
    """The results of a batch, by POST and by GET alike."""
    text = json.dumps(queries)
    answer = client.raw.post("/v1/reconcile", data={"queries": text})
    assert answer.status_code == 200, answer.text
    results: dict[str, Any] = answer.json()
    Draft202012Validator(RESULTS).validate(results)
    assert client.raw.get("/v1/reconcile", params={"queries": text}).json() == results
    return {key: value["result"] for key, value in results.items()}
