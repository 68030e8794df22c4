"""The tree of a contract value: found, changed and narrowed by its types, whatever the record."""

import json
from typing import Any

import pytest

from app.resources import COLLECTIONS
from app.rules.tree import GONE, change_marked, change_parts, find_marked, find_parts, narrow
from schemas import Actor, Contract, EvidenceDraft, IsSearched, IsTold, Record, RecordKey, RefersTo

NAMES = sorted(COLLECTIONS)


def example(name: str) -> Record:
    """The record of a collection that the documentation shows."""
    model: type[Record] = COLLECTIONS[name].record
    examples: Any = model.model_config["json_schema_extra"]
    return model.model_validate_json(json.dumps(examples["examples"][0]))


def at(document: Any, pointer: str) -> Any:
    """What stands at a place of a document."""
    for step in pointer.split("/")[1:]:
        document = document[int(step)] if isinstance(document, list) else document[step]
    return document


@pytest.mark.parametrize("name", NAMES)
def test_what_is_found_stands_at_its_place(name: str) -> None:
    record = example(name)
    document = json.loads(record.model_dump_json())
    for pointer, part in find_parts(record, Contract):
        assert at(document, pointer) == json.loads(part.model_dump_json())
    for mark in (RefersTo, IsTold, IsSearched):
        for found in find_marked(record, mark):
            assert at(document, found.pointer) == (
                found.value if isinstance(found.value, str) else found.value.isoformat()
            )
            assert isinstance(found.mark, mark)


@pytest.mark.parametrize("name", NAMES)
def test_the_title_or_name_is_the_first_text_that_is_searched(name: str) -> None:
    record = example(name)
    assert next(iter(find_marked(record, IsSearched))).value == COLLECTIONS[name].names.title(record)


@pytest.mark.parametrize("name", NAMES)
def test_a_value_in_which_nothing_changes_is_itself(name: str) -> None:
    record = example(name)
    assert change_marked(record, RefersTo, lambda found: found.value, once=True) is record
    assert change_parts(record, EvidenceDraft, lambda _, ground: ground) is record


@pytest.mark.parametrize("name", NAMES)
def test_a_record_as_its_draft_says_what_a_writer_gives(name: str) -> None:
    record, collection = example(name), COLLECTIONS[name]
    draft = narrow(record, collection.draft)
    assert type(draft) is collection.draft
    assert draft.model_dump().keys() < record.model_dump().keys()
    assert COLLECTIONS[name].names.title(draft) == COLLECTIONS[name].names.title(record)


def test_what_is_gone_takes_its_item_along_where_null_cannot_stand() -> None:
    document = json.loads(example("actors").model_dump_json())
    days = {"from": None, "until": None}
    document["memberships"] = [{**days, "group": "gone"}, {**days, "group": "nato"}]
    document["offices"] = [{**days, "title": "Head", "organisation": "gone", "evidence": []}]
    actor = Actor.model_validate_json(json.dumps(document))
    changed = change_marked(actor, RefersTo, lambda found: GONE if found.value == "gone" else found.value)
    assert [each.group for each in changed.memberships] == ["nato"]
    assert [each.organisation for each in changed.offices] == [None]


def test_what_a_list_that_changes_then_holds_twice_stands_once() -> None:
    document = json.loads(example("conditions").model_dump_json())
    document |= {"demanded_by": ["eu", "european-union", "eu"], "addressed_to": ["russia", "russia"]}
    condition = COLLECTIONS["conditions"].record.model_validate_json(json.dumps(document))
    changed = change_marked(condition, RefersTo, lambda found: found.value.replace("european-union", "eu"), once=True)
    assert (changed.demanded_by, changed.addressed_to) == (("eu",), ("russia", "russia"))


def test_a_record_key_is_its_text_and_back() -> None:
    key = RecordKey("developments", "talks-in-geneva")
    assert str(key) == f"{key}" == "developments/talks-in-geneva"
    assert RecordKey.parse(str(key)) == key == ("developments", "talks-in-geneva")
