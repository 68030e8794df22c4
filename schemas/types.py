"""The vocabulary that every record, draft and query is written in."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Annotated, Any, Literal, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    StringConstraints,
    WithJsonSchema,
)
from pydantic.json_schema import SkipJsonSchema
from pydantic_core import PydanticCustomError

from schemas.collections import COLLECTION_NAMES, Collection
from schemas.countries import COUNTRIES
from schemas.marks import Told

ActorKind = Literal["state", "organisation", "institution", "person", "group", "media", "think-tank"]
SourceKind = Literal["article", "assessment", "report", "statement", "briefing", "dataset", "other"]
DevelopmentKind = Literal["event", "meeting", "statement", "policy", "deployment", "assessment", "trend"]
DevelopmentStatus = Literal["reported", "confirmed", "disputed", "corrected", "retracted"]
ConditionStatus = Literal["met", "partly-met", "unmet", "rejected", "unclear"]
BriefingState = Literal["draft", "published"]
Theme = Literal[
    "accountability",
    "alliance-cohesion",
    "civilian-harm",
    "counter-drone",
    "cyber",
    "defence-spending",
    "deterrence",
    "diplomacy",
    "energy",
    "maritime",
    "military-operations",
    "nuclear",
]
Role = Literal["initiator", "target", "participant", "mediator", "host", "speaker", "subject"]
Effect = Literal["advances", "hinders", "neutral"]
RelationKind = Literal["contradicts", "corrects", "follows", "part-of"]
Precision = Literal["day", "month", "year", "unknown"]
Stance = Literal["asserts", "denies", "disputes"]
EvidenceState = Literal["verified", "unverified", "orphaned"]
CaveatKind = Literal[
    "outdated-office",
    "contradiction",
    "wrong-date",
    "year-inferred",
    "undated",
    "unsourced",
    "unresolved-sources",
    "other",
]
Format = Literal["json", "csv", "ndjson", "atom", "jsonfeed"]
Grade = Literal["A", "B", "C", "D", "E", "F"]
"""The Admiralty code's first axis: how reliable a source is."""

FIRST_DAY = date(1800, 1, 1)
"""The earliest day that a record may name."""
DAYS_AHEAD = 731
"""How many days after today a record may name: two years."""


class Contract(BaseModel):
    """The base of everything in the contract: frozen, closed to unknown fields, described by attribute docstrings."""

    model_config = ConfigDict(
        frozen=True,
        extra="forbid",
        use_attribute_docstrings=True,
        validate_by_alias=True,
        validate_by_name=True,
        serialize_by_alias=True,
        json_schema_serialization_defaults_required=True,
        ser_json_inf_nan="strings",
    )


_LINE_ENDS = re.compile("\r\n|[\r\v\f\x85]")


def with_line_feeds(text: str) -> str:
    """Text whose lines all end by line feeds: also where it has CRLF, or form feeds between its pages."""
    return _LINE_ENDS.sub("\n", text)


def _clean(text: str) -> str:
    """NFC text, trimmed, its lines ended by line feeds, spaces for tabs.

    Raises where it has another control character, a non-character or a lone surrogate.
    """
    text = _LINE_ENDS.sub("\n", text).replace("\t", " ")
    for character in "" if text.isprintable() else text:
        code = ord(character)
        if unicodedata.category(character) in ("Cc", "Cs") and character != "\n":
            raise PydanticCustomError(
                "text_character", "must not contain the character U+{code}", {"code": f"{code:04X}"}
            )
        if 0xFDD0 <= code <= 0xFDEF or code & 0xFFFE == 0xFFFE:
            raise PydanticCustomError(
                "text_character", "must not contain the non-character U+{code}", {"code": f"{code:04X}"}
            )
    return unicodedata.normalize("NFC", text).strip()


def _one_line(text: str) -> str:
    """A line in which something can be seen: a letter, a digit, a sign."""
    if any(end in text for end in "\n\u2028\u2029"):
        raise PydanticCustomError("text_line", "must be a single line")
    if text and not any(unicodedata.category(character)[0] in "LNPS" for character in text):
        raise PydanticCustomError("text_visible", "must hold something that can be seen")
    return text


def _day(value: Any) -> Any:
    """A date, or exactly YYYY-MM-DD: nothing is guessed from numbers, instants or other orders of the parts."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    if isinstance(value, str) and re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        try:
            return date.fromisoformat(value)
        except ValueError:
            pass
    raise PydanticCustomError("day", "must be a day of the calendar, written YYYY-MM-DD")


def _day_in_range(value: date) -> date:
    last = datetime.now(UTC).date() + timedelta(days=DAYS_AHEAD)
    if not FIRST_DAY <= value <= last:
        raise PydanticCustomError("day_range", "must be from 1800-01-01 to two years ahead")
    return value


INSTANT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,9})?([Zz]|[+-][0-9]{2}:[0-9]{2})"
)


def parse_instant(value: Any) -> Any:
    """An aware datetime, or an RFC 3339 date-time, as UTC."""
    if isinstance(value, str) and INSTANT.fullmatch(value):
        try:
            value = datetime.fromisoformat(value.upper())
        except ValueError:
            value = None
    if not isinstance(value, datetime) or value.tzinfo is None:
        raise PydanticCustomError("instant", "must be an RFC 3339 instant such as 2026-02-26T12:00:00Z")
    if not FIRST_DAY.year < value.year < 9999:
        raise PydanticCustomError("instant_range", "must lie between the years 1801 and 9998")
    return value.astimezone(UTC)


def instant_text(value: datetime) -> str:
    """An instant as the contract writes it: UTC, microseconds, `Z`."""
    return value.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def _country(code: str) -> str:
    if code not in COUNTRIES:
        raise PydanticCustomError("country", "must be an ISO 3166-1 alpha-2 code in capitals")
    return code


@dataclass(frozen=True)
class RefersTo:
    """Marks a type whose values name a record: of this collection, or of the one before the slash where it is null."""

    collection: Collection | None

    def __post_init__(self) -> None:
        if self.collection not in (None, *COLLECTION_NAMES):
            raise ValueError(f"a type refers to {self.collection}, which is none of {', '.join(COLLECTION_NAMES)}")


T = TypeVar("T")


def _without_default(schema: dict[str, Any]) -> None:
    schema.pop("default", None)


MayBeAbsent = Annotated[
    T | SkipJsonSchema[None], Field(exclude_if=lambda value: value is None, json_schema_extra=_without_default)
]
"""A member of an answer that is left out, never null, where there is nothing to say."""

SLUG = "[a-z0-9]+(-[a-z0-9]+)*"
"""An id: letters, digits and single hyphens."""
LONGEST_SLUG = 96
Slug = Annotated[str, StringConstraints(pattern=f"^{SLUG}$", max_length=LONGEST_SLUG)]
ActorId = Annotated[Slug, RefersTo("actors")]
BriefingId = Annotated[Slug, RefersTo("briefings")]
ConditionId = Annotated[Slug, RefersTo("conditions")]
DevelopmentId = Annotated[Slug, RefersTo("developments")]
SourceId = Annotated[Slug, RefersTo("sources")]
RecordRef = Annotated[
    str,
    StringConstraints(pattern=f"^({'|'.join(COLLECTION_NAMES)})/{SLUG}$", max_length=110),
    RefersTo(None),
]
Text = Annotated[str, AfterValidator(_clean)]
Title = Annotated[Text, StringConstraints(min_length=1, max_length=300), AfterValidator(_one_line)]
Name = Annotated[Text, StringConstraints(min_length=1, max_length=200), AfterValidator(_one_line)]
ActorWord = Annotated[Name, RefersTo("actors")]
"""An actor's id, or any other word that means it alone: a name, an alias, a code, an identifier."""
Prose = Annotated[Text, StringConstraints(min_length=1, max_length=10_000)]
RepeatedDay = Annotated[
    date,
    BeforeValidator(_day),
    AfterValidator(_day_in_range),
    WithJsonSchema({"type": "string", "format": "date", "description": "From 1800-01-01 to two years ahead."}),
]
"""A day that only repeats what another field says."""
Day = Told[RepeatedDay]
Instant = Annotated[
    datetime,
    BeforeValidator(parse_instant),
    PlainSerializer(instant_text, return_type=str),
    WithJsonSchema({"type": "string", "format": "date-time"}),
]
Number = Annotated[
    Annotated[int, Field(strict=True, ge=-(10**15), le=10**15)]
    | Annotated[float, Field(strict=True, ge=-1e15, le=1e15, allow_inf_nan=False)],
    WithJsonSchema({"type": "number", "minimum": -(10**15), "maximum": 10**15}),
]
Country = Annotated[str, AfterValidator(_country), WithJsonSchema({"type": "string", "pattern": "^[A-Z]{2}$"})]
Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,4}$", max_length=35)]
Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
