"""Sources: when they were published, by whom, and whose reporting they are."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from app.language.folding import fold
from app.language.romanising import slugify
from app.reading.likeness import of_titles
from app.reading.plan.facets import of_column, of_months, of_terms
from app.reading.plan.filters import at_least, at_most, caveats, equal, grades_from, one_of
from app.reading.resource import BATCH, Presentation, Resource
from app.resources.words import ORIGIN, PUBLISHER
from app.rules.addresses import canonical
from app.rules.days import first_day_of, last_day_of
from app.rules.facts import Facts
from app.store.collection import Collection, Derivation, Identity, Names, Storage
from app.store.tables import SourceTermRow, SourceVersion
from schemas import Source, SourceDetailQuery, SourceDraft, SourceQuery, as_uri

WITHOUT_A_DAY = dt.date.min
"""Where an undated source sorts: before all dated ones."""


def _derive(draft: SourceDraft, *, facts: Facts, previous: Source | None) -> dict[str, Any]:
    return {"text": previous.text if previous else None}


def _complete(source: SourceDraft) -> SourceDraft:
    """A source whose origin is its publisher, where it gives none; `publisher` where that has no letters."""
    if source.origin is not None:
        return source
    return source.model_copy(update={"origin": slugify(source.publisher) or "publisher"})


def _renew(document: dict[str, Any]) -> dict[str, Any]:
    """A source from before it had an owner, or before its address had to be a URI."""
    url = document.get("url")
    return {"owner": None, **document, "url": as_uri(url) if url is not None else None}


def _address(source: SourceDraft) -> str | None:
    return canonical(source.url) if source.url is not None else None


def _columns(source: Source) -> dict[str, Any]:
    on, precision = source.published.on, source.published.precision
    first = first_day_of(on, precision) if on is not None else None
    return {
        "kind": source.kind,
        "publisher": fold(source.publisher),
        "origin": source.origin,
        "aggregator": source.aggregator,
        "reliability": source.reliability.grade if source.reliability is not None else None,
        "canonical_url": _address(source),
        "published": first if first is not None else WITHOUT_A_DAY,
        "first_day": first,
        "last_day": last_day_of(on, precision) if on is not None else None,
    }


def _facts(source: Source) -> Iterator[str]:
    yield source.publisher
    yield f"reliability {source.reliability.grade}" if source.reliability is not None else "not graded"


SOURCES = Resource(
    collection=Collection(
        name="sources",
        draft=SourceDraft,
        record=Source,
        storage=Storage(
            table=SourceVersion,
            terms_table=SourceTermRow,
            columns=_columns,
            terms=lambda source: [("caveat", caveat.kind, "") for caveat in source.caveats],
            renew=_renew,
        ),
        names=Names(
            title=lambda source: source.title,
            identity=Identity("url", "canonical_url", _address),
            reserved=frozenset({BATCH}),
        ),
        derivation=Derivation(
            derive=_derive,
            completed=_complete,
            bearing=lambda source: (source.origin, source.owner, source.aggregator, source.text),
            text="text",
        ),
    ),
    query=SourceQuery,
    detail=SourceDetailQuery,
    filters={
        "kind": one_of("kind"),
        "publisher": one_of("publisher"),
        "origin": one_of("origin"),
        "aggregator": equal("aggregator"),
        "reliability": one_of("reliability"),
        "reliability_min": grades_from("reliability"),
        "has_caveat": caveats(),
        "from": at_least("last_day"),
        "to": at_most("first_day"),
    },
    facets={
        "aggregator": of_column("aggregator", "aggregator"),
        "has_caveat": of_terms("has_caveat", "caveat"),
        "kind": of_column("kind", "kind"),
        "month": of_months("first_day", "last_day"),
        "origin": of_column("origin", "origin"),
        "reliability": of_column("reliability", "reliability"),
    },
    sorts={
        "published": "published",
        "title": "title_key",
        "created_at": "created_at",
        "updated_at": "updated_at",
    },
    prose="notes",
    likeness=of_titles(
        SourceVersion,
        title=lambda source: source.title,
        key=lambda source: fold(source.publisher),
        near=lambda columns, publisher: columns.publisher == publisher,
        is_near=lambda publisher, other: publisher == other,
    ),
    tags=("kind", "publisher"),
    presentation=Presentation(
        noun="source",
        title="Sources",
        link="Sources",
        place=4,
        facets=("kind", "reliability", "origin"),
        facts=_facts,
    ),
    words={"publisher": PUBLISHER, "origin": ORIGIN},
)
