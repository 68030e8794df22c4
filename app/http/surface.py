"""The surface: every endpoint of the service, a row each.

From this table come what answers a request, the routes that the framework is told, what `Allow` says, the links of the
service document, and the OpenAPI document. Rows stand in the order of that document; where an address could be
another's, as `/v1/briefings/latest` could be a briefing's, the one of fixed words stands first. A row says the address,
what answers there, what it takes and what it gives; `refuses` are the refusals besides those of every read or write.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from app.http import (
    assessing,
    batches,
    briefings,
    changes,
    costs,
    documentation,
    evidence,
    exports,
    health,
    lists,
    names,
    private_surface,
    publishing,
    records,
    texts,
)
from app.http.descriptions import (
    JSON_CONTENT,
    OBJECT_CONTENT,
    TEXT_CONTENT,
    WORDS_CONTENT,
    describe_answer,
    describe_by_name,
    describe_creation,
    describe_json_or_text,
    describe_list,
    describe_record,
    describe_text,
    describe_write,
    doc_of,
)
from app.http.endpoint import Endpoint
from app.http.openapi import IF_MATCH
from app.http.rows import BARE, ENDED, SENT, STANDS, other, read, write
from app.http.sent import PATCH_TYPES, TEXT_TYPES
from app.names.suggesting import suggest_entities, suggest_properties, suggest_types
from app.reading.formats import NDJSON
from app.reading.resource import Resource
from schemas import (
    AssessmentDraft,
    AtMoment,
    BatchQuery,
    BriefingDetailQuery,
    BriefingRequest,
    ChangePage,
    ChangesQuery,
    CitedBy,
    CitedByQuery,
    CreationQuery,
    DiffQuery,
    DisputeDetail,
    EditionDiffDetail,
    FollowQuery,
    Merge,
    NamedCreationQuery,
    NamingQuery,
    PassageQuote,
    QualityDetail,
    Resolved,
    ResolveQuery,
    SearchPage,
    SearchQuery,
    StalenessDetail,
    StreamQuery,
    SuggestQuery,
    WriteQuery,
)

DRAFTED = """What is sent is a draft at `/v1/drafts/{id}`, beside the record and for those with a key, until it is
published. Drafts alone are changed and deleted."""


def surface(resources: Sequence[Resource], forms: Mapping[str, Sequence[str]]) -> tuple[Endpoint, ...]:
    """Every endpoint; `forms` are the media types of a record besides JSON, by collection."""
    in_order = sorted(resources, key=lambda resource: resource.name)
    return (
        *_service(),
        read("/v1/actors/resolve", names.resolve_actors, ResolveQuery, Resolved, description=doc_of(ResolveQuery)),
        *_editions(forms.get("briefings", ())),
        *(row for each in in_order for row in _collection(each, forms.get(each.name, ()))),
        *_evidence(),
        *_everything(),
        *(_revisions(each) for each in in_order),
        *private_surface.surface_of_drafts(),
        *private_surface.surface_of_stories(),
        *private_surface.surface_of_webhooks(),
        *private_surface.surface_of_feeds(),
        *private_surface.surface_of_proposals(),
        *_reconciliation(),
    )


def _service() -> Iterator[Endpoint]:
    row = partial(read, tag="service", is_costly=costs.never)
    hidden = partial(row, documented=False)
    code = {"parameters": [documentation.CODE]}
    yield row("/", documentation.get_service, rel="self", answers=describe_answer(JSON_CONTENT))
    yield row("/problems/{code}", documentation.get_problem, answers=describe_answer(JSON_CONTENT, 404), says=code)
    yield hidden("/docs", documentation.get_docs, rel="docs")
    yield hidden("/docs/{name}", documentation.get_asset)
    yield hidden("/openapi.json", documentation.get_document, rel="openapi")
    free = partial(other, tag="service", is_free=True)
    yield free("/healthz", health.get_health, rel="health", answers=describe_answer(WORDS_CONTENT))
    yield free("/readyz", health.get_readiness, rel="ready", answers=describe_answer(JSON_CONTENT, 503))
    yield free("/metrics", health.get_metrics, rel="metrics", answers=describe_answer(TEXT_CONTENT))


def _editions(forms: Sequence[str]) -> Iterator[Endpoint]:
    one, edition = "/v1/briefings/{id}", describe_by_name("BriefingDetail", forms)
    first = partial(write, gives=describe_creation("Briefing"), match=None)
    yield first("POST", "/v1/briefings/draft", publishing.draft_briefing, BriefingRequest, refuses=SENT)
    latest = partial(read, refuses=(404,), rel="latest", is_costly=costs.never)
    yield latest("/v1/briefings/latest", briefings.get_latest_briefing, BriefingDetailQuery, edition)
    yield read(f"{one}/diff", briefings.briefing_diff, DiffQuery, EditionDiffDetail, refuses=STANDS)
    yield read(f"{one}/stale", briefings.briefing_stale, AtMoment, StalenessDetail, refuses=STANDS)
    publish = partial(write, gives=describe_write("Briefing"), refuses=(*ENDED, *SENT))
    yield publish("POST", f"{one}/publish", publishing.publish_briefing)


def _collection(resource: Resource, forms: Sequence[str]) -> Iterator[Endpoint]:
    name, record, draft = resource.name, resource.collection.record, resource.collection.draft
    singular, many, one = record.__name__.lower(), f"/v1/{name}", f"/v1/{name}/{{id}}"
    row: Callable[..., Endpoint] = partial(
        read, name=f"list_{name}", summary=f"List {name}", description=doc_of(resource.query)
    )
    row = partial(row, is_costly=costs.by_request)
    yield row(many, partial(lists.read_list, resource), resource.query, describe_list(record))
    row = partial(read, name=f"get_{singular}", summary=f"Get one of the {name}", description=doc_of(record))
    row = partial(row, is_costly=costs.never)
    yield row(
        one, partial(lists.read_record, resource), resource.detail, describe_record(record, forms), refuses=STANDS
    )
    kept: dict[str, Any] = {"description": DRAFTED} if resource.collection.begins_as_draft else {}
    if resource.takes_batches:
        row = partial(write, **kept, takes=BatchQuery, match=None, answer=batches.answer_batch, refuses=SENT)
        row = partial(
            row, name=f"create_{name}", most_bytes=batches.MOST_BATCH_BYTES, says=batches.describe_body(resource)
        )
        row = partial(row, types=batches.BATCH_TYPES)
        yield row("POST", f"{many}/batch", partial(batches.create_many, resource), gives=batches.BATCH_RESPONSES)
    has_names = resource.collection.names.naming is not None
    naming, adding = (NamingQuery, NamedCreationQuery) if has_names else (WriteQuery, CreationQuery)
    changed: Callable[..., Endpoint] = partial(write, gives=describe_write(record.__name__))
    named_so = partial(changed, takes=naming)
    first = partial(write, gives=describe_creation(record.__name__), takes=adding, match=None, refuses=SENT)
    patch = partial(named_so, types=PATCH_TYPES, is_patch=True, match=IF_MATCH, refuses=(*ENDED, *SENT, 428))
    back = partial(named_so, refuses=(404, *SENT))
    yield first("POST", many, partial(records.create_record, resource), draft, name=f"create_{singular}", **kept)
    yield patch("PATCH", one, partial(records.change_record, resource), draft, name=f"change_{singular}", **kept)
    gone = partial(changed, match=IF_MATCH, refuses=(*ENDED, *BARE, 428))
    yield gone("DELETE", one, partial(records.delete_record, resource), name=f"delete_{singular}", **kept)
    merge = partial(changed, refuses=(*ENDED, *SENT), name=f"merge_{singular}")
    yield merge("POST", f"{one}/merge", partial(records.merge_record, resource), Merge)
    yield back("POST", f"{one}/restore", partial(records.restore_record, resource), name=f"restore_{singular}")


def _evidence() -> Iterator[Endpoint]:
    row: Callable[..., Endpoint]
    source, judge = "/v1/sources/{id}", "/v1/conditions/{id}/assessments"
    row = partial(write, gives=describe_write("Condition"), refuses=(*ENDED, *SENT))
    yield row("POST", judge, assessing.assess_condition, AssessmentDraft)
    row = partial(
        write, gives=describe_write("Source"), types=TEXT_TYPES, says=texts.TEXT_BODY, most_bytes=texts.MOST_BYTES
    )
    yield row("PUT", f"{source}/text", texts.attach_text, refuses=(*ENDED, *SENT))
    yield write("DELETE", f"{source}/text", texts.detach_text, gives=describe_write("Source"), refuses=(*ENDED, *BARE))
    row = partial(write, scopes=texts.READERS, gives=texts.PASSAGE_RESPONSES, answer=texts.answer_passage)
    yield row("POST", f"{source}/passages", texts.find_passage, PassageQuote, refuses=(*ENDED, *SENT))
    yield read(f"{source}/cited-by", evidence.source_cited_by, CitedByQuery, CitedBy, refuses=STANDS)
    dispute = "/v1/developments/{id}/dispute"
    yield read(dispute, evidence.development_dispute, AtMoment, DisputeDetail, refuses=STANDS)
    yield read("/v1/quality", evidence.quality, AtMoment, QualityDetail)


def _everything() -> Iterator[Endpoint]:
    lines, page = (
        describe_text(NDJSON.media_type, description=NDJSON.name),
        describe_json_or_text(ChangePage, NDJSON.media_type),
    )
    yield read("/v1/search", lists.search, SearchQuery, SearchPage, description=doc_of(SearchQuery))
    yield read("/v1/export", exports.export, AtMoment, lines, rel="export")
    row = partial(read, rel="changes", description=doc_of(ChangePage))
    yield row("/v1/changes", changes.list_changes, ChangesQuery, page)
    events = describe_answer(changes.STREAMED, 406, 422, 503, description="Events")
    yield other("/v1/changes/stream", changes.stream_changes, StreamQuery, answers=events)


def _revisions(resource: Resource) -> Endpoint:
    row = partial(read, name=f"{resource.collection.record.__name__.lower()}_revisions", refuses=(404,))
    row = partial(row, summary=f"The revisions of one of the {resource.name}")
    address, answer = f"/v1/{resource.name}/{{id}}/revisions", partial(changes.list_revisions, resource)
    return row(address, answer, FollowQuery, ChangePage, description=changes.REVISIONS)


def _reconciliation() -> Iterator[Endpoint]:
    row = partial(read, tag="reconciliation", answers=describe_answer(OBJECT_CONTENT, 422, 503, description="Answered"))
    yield row(names.RECONCILE_PATH, names.reconcile_by_query, says=names.BY_QUERY, rel="reconcile")
    posted = describe_answer(OBJECT_CONTENT, 415, 422, 503, description="Answered")
    post = partial(other, method="POST", tag="reconciliation", says=names.BY_FORM)
    yield post(names.RECONCILE_PATH, names.reconcile, answers=posted)
    for what, find in (("entity", suggest_entities), ("type", suggest_types), ("property", suggest_properties)):
        said = partial(row, name=f"suggest_{what}", summary=f"Suggestions by what is typed: {what}", description="")
        yield said(f"{names.RECONCILE_PATH}/suggest/{what}", partial(names.suggest, find), SuggestQuery)
