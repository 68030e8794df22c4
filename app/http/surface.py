"""The surface: every endpoint of the service, a row each.

From this table come the routes, the short cut past the framework's router, what `Allow` says, the links of the service
document, and the OpenAPI document. Rows stand in the order of that document; where an address could be another's, as
`/v1/briefings/latest` could be a briefing's, the one of fixed words stands first.
"""

from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from typing import Any

from app.http import briefings, changes, documentation, evidence, exports, health, names, openapi, records
from app.http.descriptions import a_list_of, answered, doc_of, gives, in_form, named, one_of
from app.http.endpoint import STANDS, Endpoint, Plain, Read
from app.names.suggesting import suggest_entities, suggest_properties, suggest_types
from app.reading.formats import NDJSON
from app.reading.resource import Resource
from schemas import (
    AtMoment,
    BriefingDetailQuery,
    ChangePage,
    ChangesQuery,
    CitedBy,
    CitedByQuery,
    DiffQuery,
    DisputeDetail,
    EditionDiffDetail,
    FollowQuery,
    QualityDetail,
    Resolved,
    ResolveQuery,
    SearchPage,
    SearchQuery,
    StalenessDetail,
    StreamQuery,
    SuggestQuery,
)

Content = dict[str, dict[str, Any]]

JSON: Content = {"application/json": {"schema": {}}}
WORDS = {"application/json": {"schema": {"additionalProperties": {"type": "string"}, "type": "object"}}}
OBJECT = {"application/json": {"schema": {"type": "object"}}}
EVENTS = {"text/event-stream": {"schema": {"type": "string"}}}
TEXT = {"text/plain": {"schema": {"type": "string"}}}
DONE = "Successful Response"


def surface(resources: Sequence[Resource], edition_forms: Sequence[str]) -> tuple[Endpoint, ...]:
    """Every endpoint; `edition_forms` are the media types of a briefing besides JSON."""
    by_name = sorted(resources, key=lambda resource: resource.name)
    forms = {"briefings": edition_forms}
    return (
        *_service(),
        Read(
            address="/v1/actors/resolve",
            act=names.resolve_actors,
            takes=ResolveQuery,
            gives=gives(Resolved),
            description=doc_of(ResolveQuery),
            tag="actors",
        ),
        *_editions(edition_forms),
        *(row for each in by_name for row in _of_collection(each, forms.get(each.name, ()))),
        *_evidence(),
        *_everything(),
        *(_revisions(each) for each in by_name),
        *_reconciliation(),
    )


def _service() -> Iterator[Endpoint]:
    row, read = partial(Plain, tag="service"), partial(Read, tag="service")
    kept = partial(read, documented=False)
    yield read(address="/", act=documentation.get_service, rel="self", answers=answered(DONE, JSON))
    yield read(
        address="/problems/{code}",
        act=documentation.get_problem,
        answers=answered(DONE, JSON, 404),
        says={"parameters": [documentation.CODE]},
    )
    yield kept(address="/docs", act=documentation.get_docs, rel="docs")
    yield kept(address="/docs/{name}", act=documentation.get_asset)
    yield kept(address="/openapi.json", act=documentation.get_document, rel="openapi")
    yield row(address="/healthz", act=health.get_health, rel="health", answers=answered(DONE, WORDS))
    yield row(address="/readyz", act=health.get_readiness, rel="ready", answers=answered(DONE, JSON, 503))
    yield row(address="/metrics", act=health.get_metrics, rel="metrics", answers=answered(DONE, TEXT))


def _editions(forms: Sequence[str]) -> Iterator[Endpoint]:
    read = partial(Read, tag="briefings")
    yield read(
        address="/v1/briefings/latest",
        act=briefings.get_latest_briefing,
        takes=BriefingDetailQuery,
        gives=named("BriefingDetail", forms),
        refuses=(404,),
        rel="latest",
    )
    one = "/v1/briefings/{id}"
    diff, stale = gives(EditionDiffDetail), gives(StalenessDetail)
    yield read(address=f"{one}/diff", act=briefings.briefing_diff, takes=DiffQuery, gives=diff, refuses=STANDS)
    yield read(address=f"{one}/stale", act=briefings.briefing_stale, takes=AtMoment, gives=stale, refuses=STANDS)


def _of_collection(resource: Resource, forms: Iterable[str]) -> Iterator[Endpoint]:
    record = resource.collection.record
    read = partial(Read, tag=resource.name)
    yield read(
        address=f"/v1/{resource.name}",
        act=partial(records.read_list, resource),
        takes=resource.query,
        gives=a_list_of(record),
        name=f"list_{resource.name}",
        summary=f"List {resource.name}",
        description=doc_of(resource.query),
    )
    yield read(
        address=f"/v1/{resource.name}/{{id}}",
        act=partial(records.read_record, resource),
        takes=resource.detail,
        gives=one_of(record, forms),
        refuses=STANDS,
        name=f"get_{record.__name__.lower()}",
        summary=f"Get one of the {resource.name}",
        description=doc_of(record),
    )


def _evidence() -> Iterator[Endpoint]:
    yield Read(
        address="/v1/sources/{id}/cited-by",
        act=evidence.source_cited_by,
        takes=CitedByQuery,
        gives=gives(CitedBy),
        refuses=STANDS,
        tag="sources",
    )
    yield Read(
        address="/v1/developments/{id}/dispute",
        act=evidence.development_dispute,
        takes=AtMoment,
        gives=gives(DisputeDetail),
        refuses=STANDS,
        tag="developments",
    )
    quality = gives(QualityDetail)
    yield Read(address="/v1/quality", act=evidence.quality, takes=AtMoment, gives=quality, tag="quality")


def _everything() -> Iterator[Endpoint]:
    lines = in_form(NDJSON.media_type, description=NDJSON.name)
    yield Read(
        address="/v1/search",
        act=records.search,
        takes=SearchQuery,
        gives=gives(SearchPage),
        description=doc_of(SearchQuery),
        tag="search",
    )
    yield Read(address="/v1/export", act=exports.export, takes=AtMoment, gives=lines, tag="export", rel="export")
    yield Read(
        address="/v1/changes",
        act=changes.list_changes,
        takes=ChangesQuery,
        gives=gives(ChangePage, **in_form(NDJSON.media_type)),
        description=doc_of(ChangePage),
        tag="changes",
        rel="changes",
    )
    yield Plain(
        address="/v1/changes/stream",
        act=changes.stream_changes,
        takes=StreamQuery,
        answers=answered("Events", EVENTS, 406, 422, 503),
        tag="changes",
    )


def _revisions(resource: Resource) -> Endpoint:
    return Read(
        address=f"/v1/{resource.name}/{{id}}/revisions",
        act=partial(changes.list_revisions, resource),
        takes=FollowQuery,
        gives=gives(ChangePage),
        refuses=(404,),
        tag=resource.name,
        name=f"{resource.collection.record.__name__.lower()}_revisions",
        summary=f"The revisions of one of the {resource.name}",
        description="Every change of the record, oldest first, also after its end.",
    )


def _reconciliation() -> Iterator[Endpoint]:
    found = answered("Answered", OBJECT, 422, 503)
    batch = {"type": "string"}
    parameter = {"name": "queries", "in": "query", "description": "A batch of queries in JSON.", "schema": batch}
    form = {"type": "object", "required": ["queries"], "properties": {"queries": batch}}
    body = {"required": True, "description": openapi.BODY, "content": {names.FORM: {"schema": form}}}
    yield Read(
        address=names.PATH,
        act=names.reconcile_by_query,
        answers=found,
        says={"parameters": [parameter]},
        tag="reconciliation",
        rel="reconcile",
    )
    yield Plain(
        address=names.PATH,
        method="POST",
        act=names.reconcile,
        answers={**found, **openapi.problems(415)},
        says={"requestBody": body},
        tag="reconciliation",
    )
    for what, find in (("entity", suggest_entities), ("type", suggest_types), ("property", suggest_properties)):
        yield Read(
            address=f"{names.PATH}/suggest/{what}",
            act=partial(names.suggest, find),
            takes=SuggestQuery,
            answers=found,
            name=f"suggest_{what}",
            summary=f"Suggestions by what is typed: {what}",
            description="",
            tag="reconciliation",
        )
