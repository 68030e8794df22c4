"""Descriptions: what the OpenAPI document says of the answers of endpoints."""

import re
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from pydantic import create_model

from app.http import openapi, variants
from app.reading.formats import FORMATS
from schemas import Contract, Detail, Page, Record

_NOTHING_MORE = re.compile(r"The parameters of `[^`]*`\.")

Responses = dict[int | str, dict[str, Any]]

Content = dict[str, dict[str, Any]]

TEXT_SCHEMA = {"type": "string"}
JSON_CONTENT: Content = {"application/json": {"schema": {}}}
OBJECT_CONTENT: Content = {"application/json": {"schema": {"type": "object"}}}
WORDS_CONTENT: Content = {"application/json": {"schema": {"additionalProperties": TEXT_SCHEMA, "type": "object"}}}
TEXT_CONTENT: Content = {"text/plain": {"schema": TEXT_SCHEMA}}


def _schema_of(word: str) -> str:
    return f"{word.capitalize()}List"


FORM_SCHEMAS: dict[str, Any] = {
    _schema_of(word): TEXT_SCHEMA | {"description": form.description} for word, form in FORMATS.items()
}
"""The forms of a list other than JSON, which have a name in the OpenAPI document."""


def describe_json_or_text(model: type[Contract], media_type: str) -> dict[str, Any]:
    """An answer in JSON, as a model, or as text of another media type."""
    return {"model": model, **describe_text(media_type)}


def describe_text(media_type: str, **schema: Any) -> dict[str, Any]:
    """An answer that is text of a media type."""
    return {"content": {media_type: {"schema": {**TEXT_SCHEMA, **schema}}}}


def describe_list(record: type[Record]) -> dict[str, Any]:
    """A list, which comes in several forms."""
    forms = {form.plain_type: {"schema": variants.reference(_schema_of(word))} for word, form in FORMATS.items()}
    return {"model": _envelope(Page, record), "content": forms, "headers": openapi.list_headers()}


def describe_record(record: type[Record], media_types: Iterable[str]) -> dict[str, Any]:
    """A record, in JSON and in further forms."""
    content = {media_type.partition(";")[0]: {"schema": TEXT_SCHEMA} for media_type in media_types}
    return {"model": _envelope(Detail, record), **({"content": content} if content else {})}


def describe_by_name(schema: str, media_types: Iterable[str]) -> dict[str, Any]:
    """A schema of the document by its name, with the other forms of the answer before it."""
    content: dict[str, Any] = {each.partition(";")[0]: {"schema": TEXT_SCHEMA} for each in media_types}
    content["application/json"] = {"schema": {"$ref": f"#/components/schemas/{schema}"}}
    return {"description": "Found", "content": content}


def describe_answer(content: Content, *refusals: int, description: str = "Successful Response") -> Responses:
    """One answer that is no representation of a record, and refusals."""
    return {200: {"description": description, "content": content}, **openapi.problems(*refusals)}


def describe_write(record: str) -> Responses:
    """The answers to a write of a record that goes well, by the name of its model."""
    content: Content = {"application/json": {"schema": {"$ref": f"#/components/schemas/{record}Detail"}}}
    done = {"description": "Done", "content": content, "headers": openapi.answer_headers()}
    return {200: done, 204: {"description": "Done, and little was wanted"}, **openapi.MOVED}


def describe_creation(record: str) -> Responses:
    """The answers to a write that may make a record."""
    answers = describe_write(record)
    return {201: answers[200], **answers}


def describe_statuses(models: Mapping[int, type[Contract] | None], *refusals: int) -> Responses:
    """Answers by their statuses, with their models, and refusals."""
    answers: Responses = {status: {"description": "Done", "model": model} for status, model in models.items()}
    return {**answers, **openapi.problems(*refusals)}


def doc_of(model: type[Any]) -> str:
    """What a model says of itself, but that it holds the parameters of an address, which stand beside it."""
    said = (model.__doc__ or "").strip()
    return "" if _NOTHING_MORE.fullmatch(said) else said


@cache
def _envelope(envelope: Any, record: type[Record]) -> Any:
    """An envelope of the record, as a model with a name of its own (`DevelopmentPage`)."""
    return create_model(record.__name__ + envelope.__name__, __base__=envelope[record], __doc__=envelope.__doc__)
