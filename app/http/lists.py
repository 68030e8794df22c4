"""Lists, records and searches: what each answers, in the form that was asked for."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from app.http import negotiation
from app.http.answering import Get, Representation, envelope
from app.http.forming import form_list, link_header
from app.http.parts import Service
from app.reading.answer.basis import Basis, Unchanged
from app.reading.answer.details import record_of
from app.reading.answer.lists import list_of
from app.reading.answer.searching import search_of
from app.reading.formats import JSON, JSON_TYPE
from app.reading.question import parameters
from app.reading.question.addresses import with_query
from app.reading.question.form import FEEDS, LIST_TYPES, in_order_of_feeds, is_whole, no_place
from app.reading.question.refusing import refusal_of
from app.reading.resource import Resource
from schemas import FacetCount, SearchQuery


def read_list(resource: Resource, service: Service, get: Get) -> Representation:
    """A page of a collection, or all of it. Raises `Invalid` for whatever is wrong with the query."""
    parsed = parameters.parse(resource.query, get.scope["query_string"])
    # What is wrong with a query is told before that its answer has no form which the client takes.
    headers = () if parsed.faults else get.scope["headers"]
    form = negotiation.choose(parsed.query.format, headers, LIST_TYPES)
    if form in FEEDS:
        parsed = in_order_of_feeds(parsed)
    base = "" if form == JSON else service.whereabouts.base(get.scope)
    behind = "" if form == JSON else f"{base} {'whole' if is_whole(form, parsed) else 'part'}"

    def extend(basis: Basis) -> Basis:
        return replace(basis, made_of=f"{form} {basis.made_of}{behind}")

    answer = list_of(service.archive, resource, parsed, form=form, known=get.known(extend))
    basis = extend(answer.basis)
    if isinstance(answer, Unchanged):
        return Representation(basis, None)
    if form != JSON:
        return form_list(resource, parsed, form, answer, basis=basis, base=base)
    body = envelope(
        f"[{','.join(answer.documents)}]",
        meta=_meta(answer.total, basis, answer.resolved, answer.did_you_mean, answer.facets),
        links={"self": with_query(f"/v1/{resource.name}", parsed.canonical), "next": answer.next},
        included=answer.included,
    )
    return Representation(basis, body, headers=link_header(resource, parsed, JSON, following=answer.next))


def read_record(resource: Resource, service: Service, get: Get) -> Representation:
    """One record. Raises `NotFound`, `Gone` where it was deleted, `Invalid` for whatever is wrong with the query."""
    parsed = parameters.read_query(resource.detail, get.scope["query_string"])
    forms = service.forms.get(resource.name, {})
    unfit = [name for name in ("include", "fields") if name in parsed.given]
    types = ((JSON, JSON_TYPE), *((name, each.media_type) for name, each in ({} if unfit else forms).items()))
    form = negotiation.choose(getattr(parsed.query, "format", None), get.scope["headers"], types)
    if form != JSON and unfit:
        raise refusal_of(no_place(form, name) for name in unfit)
    before = "" if form == JSON else f"{form} {service.whereabouts.public_url or ''} "

    def extend(basis: Basis) -> Basis:
        return replace(basis, made_of=before + basis.made_of)

    record_id = get.place["id"]
    answer = record_of(service.archive, resource, record_id, parsed, known=get.known(extend))
    basis = extend(answer.basis)
    if isinstance(answer, Unchanged):
        return Representation(basis, None)
    if form != JSON:
        with service.database.read(at_least=basis.snapshot.seq) as connection:
            body = forms[form].write(connection, answer.document, basis.snapshot)
        return Representation(basis, body, forms[form].media_type, forms[form].headers)
    body = envelope(
        answer.document,
        meta={"snapshot": basis.snapshot.seq},
        links={"self": with_query(f"/v1/{resource.name}/{record_id}", parsed.canonical)},
        included=answer.included,
    )
    return Representation(basis, body)


def search(service: Service, get: Get) -> Representation:
    """Search all collections."""
    parsed = parameters.parse(SearchQuery, get.scope["query_string"])
    answer = search_of(service.archive, parsed, known=get.known())
    get.check_accept()
    if isinstance(answer, Unchanged):
        return Representation(answer.basis, None)
    hits = (f'{{"collection":"{hit.collection}","score":{hit.score},"record":{hit.document}}}' for hit in answer.hits)
    body = envelope(
        f"[{','.join(hits)}]",
        meta=_meta(answer.total, answer.basis, None, answer.did_you_mean, answer.facets),
        links={"self": with_query(get.path, parsed.canonical), "next": answer.next},
        included=None,
    )
    return Representation(answer.basis, body)


def _meta(
    total: int | None,
    basis: Basis,
    resolved: Mapping[str, str] | None,
    nearest: Mapping[str, Sequence[str]] | None,
    facets: Mapping[str, Sequence[FacetCount]] | None,
) -> dict[str, Any]:
    """What is true of a whole list; what is not told is left out."""
    meta: dict[str, Any] = {"total": total, "snapshot": basis.snapshot.seq, "resolved": resolved}
    meta["did_you_mean"] = nearest
    if facets is not None:
        meta["facets"] = {name: [each.model_dump() for each in counts] for name, counts in facets.items()}
    return {name: value for name, value in meta.items() if value is not None}
