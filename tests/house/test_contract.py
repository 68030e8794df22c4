"""The contract: what `schemas` promises by itself."""

import inspect
import json
import subprocess
import sys
from typing import Any

import pytest
from pydantic import BaseModel

import schemas
from schemas import Contract, Query, Record

MODELS = [
    model
    for name in schemas.__all__
    if inspect.isclass(model := getattr(schemas, name)) and issubclass(model, Contract) and model is not Contract
]
RECORDS = [model for model in MODELS if issubclass(model, Record) and model is not Record]


def test_all_is_sorted_and_complete() -> None:
    exported = schemas.__all__
    assert len(set(exported)) == len(exported)
    assert exported == sorted(exported, key=lambda name: (not name.isupper(), name[0].islower(), name))
    public = {name for name, value in vars(schemas).items() if not name.startswith("_") and not inspect.ismodule(value)}
    assert public == set(exported)


def test_nothing_but_pydantic_is_imported() -> None:
    code = "import sys; before = set(sys.modules); import schemas; print(*(set(sys.modules) - before))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    outside = {name.split(".")[0] for name in loaded} - set(sys.stdlib_module_names)
    outside = {name for name in outside if not name.startswith("_sysconfigdata")}
    allowed = {"pydantic", "pydantic_core", "annotated_types", "typing_extensions", "typing_inspection", "schemas"}
    assert outside <= allowed


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_every_field_is_described(model: type[BaseModel]) -> None:
    assert model.__doc__
    assert [name for name, field in model.model_fields.items() if not field.description] == []


@pytest.mark.parametrize("model", RECORDS, ids=lambda model: model.__name__)
def test_a_record_has_an_example_that_it_renders_back(model: type[Record]) -> None:
    extra: Any = model.model_config["json_schema_extra"]
    for example in extra["examples"]:
        assert json.loads(model.model_validate(example).model_dump_json()) == example


@pytest.mark.parametrize("model", RECORDS, ids=lambda model: model.__name__)
def test_a_record_leaves_no_field_out(model: type[Record]) -> None:
    assert [name for name, field in model.model_fields.items() if not field.is_required()] == ["highlights"]
    schema = model.model_json_schema(mode="serialization")
    for part in (schema, *schema["$defs"].values()):
        assert set(part.get("required", ())) == set(part["properties"]) - {"highlights"}


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_unknown_fields_are_refused(model: type[BaseModel]) -> None:
    if not issubclass(model, Query) or "record" in vars(model):
        with pytest.raises(ValueError, match="Extra inputs are not permitted"):
            model.model_validate({"no_such_field": 1})
