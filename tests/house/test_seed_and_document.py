"""The seed and its document: true to it, with its passages, its days and its numbers."""

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest

from app.evidence.verifying import check, passages_in
from app.store import clock
from app.store.database import Database
from tests.clients import CheckedClient
from tests.documents import DOCUMENT, DOCUMENT_ID, needs_document
from tests.house.seeds import EVERYTHING, FILES


def everywhere(value: Any) -> Iterator[tuple[str, Any]]:
    """Every (key, value) pair within a record."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield key, item
            yield from everywhere(item)
    elif isinstance(value, list):
        for item in value:
            yield from everywhere(item)


@needs_document
def test_every_passage_stands_in_the_document(seeded: Database) -> None:
    with seeded.read() as connection:
        passages = passages_in(connection, DOCUMENT_ID, seq=clock.newest(connection).seq)
    held = check(passages, DOCUMENT.read_bytes().decode())
    assert [passage for passage, holds in held if not holds] == []
    selectors = sum(key == "selector" for _, record in EVERYTHING for key, _ in everywhere(record))
    assert len(held) == selectors > 100


@needs_document
def test_no_sentence_of_the_document_stands_in_the_seed() -> None:
    words = re.findall(r"\w+", DOCUMENT.read_text("utf-8").casefold())
    runs = {tuple(words[start : start + 7]) for start in range(len(words) - 6)}
    for name, record in EVERYTHING:
        for text in (value for _, value in everywhere(record) if isinstance(value, str)):
            own = re.findall(r"\w+", text.casefold())
            copied = [own[start : start + 7] for start in range(len(own) - 6) if tuple(own[start : start + 7]) in runs]
            assert copied == [], f"{name}/{record['id']}"


def test_days_are_as_precise_as_the_document_gives_them() -> None:
    dated = {record["id"]: record["occurred"] for record in FILES["developments"] if "from" in record["occurred"]}
    assert dated["geneva-talks-february-2026"] == {
        "from": dt.date(2026, 2, 17),
        "until": dt.date(2026, 2, 18),
        "precision": "day",
    }
    assert len(dated) == 3
    for record in FILES["developments"]:
        kinds = {caveat["kind"] for caveat in record.get("caveats", ())}
        assert record["id"] in dated or "undated" in kinds, record["id"]
    caveats = [
        (record["id"], caveat["kind"]) for record in FILES["developments"] for caveat in record.get("caveats", ())
    ]
    inferred = {record for record, kind in caveats if kind == "year-inferred"}
    assert inferred == {"geneva-talks-february-2026", "macron-revised-nuclear-posture"}


def test_the_numbers_of_the_document_are_measures() -> None:
    measures = [(m["value"], m["unit"], m.get("subject")) for r in FILES["developments"] for m in r.get("measures", ())]
    assert {(13, "countries", None), (4.8, "% of GDP", "poland"), (3.9, "% of GDP", "poland")} <= set(measures)


@pytest.mark.parametrize(
    ("kind", "record"),
    [
        ("outdated-office", "actors/kaja-kallas"),
        ("outdated-office", "actors/jens-stoltenberg"),
        ("outdated-office", "developments/stoltenberg-on-diplomacy-and-deterrence"),
        ("outdated-office", "developments/eu-leaders-reaffirm-sovereignty-and-justice"),
        ("wrong-date", "developments/conflict-said-to-enter-second-year"),
        ("wrong-date", "developments/poland-defence-spending-increase"),
        ("contradiction", "developments/ceasefire-called-fragile"),
        ("contradiction", "developments/unwavering-unity-claimed"),
        ("contradiction", "developments/nato-merops-deployment"),
        ("contradiction", "developments/us-merops-and-long-range-missiles"),
        ("contradiction", "developments/ukrainian-offensives-near-pokrovsk"),
        ("unresolved-sources", f"sources/{DOCUMENT_ID}"),
    ],
)
def test_what_the_document_has_wrong_stands_beside_it(reader: CheckedClient, kind: str, record: str) -> None:
    assert kind in {caveat["kind"] for caveat in reader.data(f"/v1/{record}")["caveats"]}


def test_the_document_is_an_aggregator_that_claims_more_than_it_names(reader: CheckedClient) -> None:
    document = reader.data(f"/v1/sources/{DOCUMENT_ID}")
    assert (document["aggregator"], document["claimed_sources"]) == (True, 45)
    (briefing,) = reader.data("/v1/briefings")
    assert (briefing["state"], briefing["published_on"]) == ("published", "2026-02-26")
    assert briefing["sources"]["claimed"] == 45
    # The document itself, which makes the claim, is none of those that it rests on.
    assert briefing["sources"]["resolved"] == len(FILES["sources"]) - 1


TERMS = {
    "developments/burden-sharing-disputes": ["fair burden sharing", "collective deterrence", "rearm"],
    "developments/ceasefire-called-fragile": ["current ceasefire"],
    "developments/commission-drone-action-plan": ["counter-drone systems", "unmanned aerial threats"],
    "developments/core-demands-called-non-negotiable": ["robust security guarantees", "steadfast", "non-negotiable"],
    "developments/e5-defence-ministers-meeting-in-poland": ["counter-hybrid tactics", "E5 defence ministers"],
    "developments/european-defence-cooperation": ["enhanced cooperation", "capability commitments"],
    "developments/french-carrier-strike-group-deployment": ["maritime routes", "carrier strike group"],
    "developments/investment-against-hybrid-threats": ["counter-hybrid", "capabilities"],
    "developments/ireland-seeks-maritime-cooperation": ["subsea surveillance", "maritime"],
    "developments/isw-latest-assessment-quoted": ["counteroffensives", "lost territory", "supply lines"],
    "developments/leaders-demand-binding-agreement": ["legally binding", "superficial ceasefires"],
    "developments/logistical-and-strategic-divergences": ["logistical disparities", "strategic divergences"],
    "developments/macron-on-role-of-french-arsenal": ["key pillar", "escalation scenarios"],
    "developments/macron-revised-nuclear-posture": ["doctrine", "European security"],
    "developments/nato-merops-deployment": ["layered counter-drone", "low-cost", "mitigation"],
    "developments/poland-military-modernisation": ["troop numbers", "advanced weaponry", "eastern flank"],
    "developments/reuters-uptick-in-strikes": ["uptick", "artillery exchanges"],
    "developments/shift-to-multi-domain-deterrence": ["multi-domain deterrence", "regional resilience"],
    "developments/stoltenberg-on-diplomacy-and-deterrence": ["long-term stability", "nuclear safeguards"],
    "developments/us-and-nato-maritime-security": ["maritime security", "regional surveillance"],
    "developments/us-merops-and-long-range-missiles": ["long-range missiles", "cyber threats"],
    "conditions/legally-binding-agreement": ["legally binding", "international mechanisms", "compliance"],
    "conditions/no-superficial-ceasefire": ["strategic repositioning", "renew hostilities"],
    "conditions/peace-preserving-sovereignty-and-justice": ["legality", "lasting security"],
    "conditions/enforceable-security-guarantees": ["future aggression"],
    "conditions/enforceable-russian-commitments": ["sustainable", "anchored"],
}
"""What the document itself calls a thing, by the record that should be found by it."""


@pytest.mark.parametrize("record", TERMS)
def test_a_record_is_found_by_the_words_of_its_source(reader: CheckedClient, record: str) -> None:
    collection, _, record_id = record.partition("/")
    for term in TERMS[record]:
        phrase = quote(f'"{term}"')
        assert record_id in reader.ids(f"/v1/{collection}?q={phrase}&limit=200"), term
