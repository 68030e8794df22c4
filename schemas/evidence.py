"""Evidence: which source carries a claim, and where in its text."""

import unicodedata
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, StringConstraints, model_validator
from pydantic.config import JsonDict
from pydantic_core import PydanticCustomError

from schemas.marks import Told
from schemas.types import Contract, EvidenceState, Sha256, SourceId, Stance, Title, with_line_feeds

EXAMPLE: JsonDict = {
    "source": "example-morning-report",
    "via": None,
    "locator": "Paragraph 2",
    "selector": {
        "start": 120,
        "end": 161,
        "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    },
    "stance": "asserts",
    "state": "unverified",
    "exact": None,
}
"""A piece of evidence, for the examples of records."""


LONGEST_PASSAGE = 2_000
"""How many characters a passage may have: as many as carry a claim, and no whole text."""


def _as_kept(text: str) -> str:
    """Words as texts are kept: in Unicode's form C, lines ended by line feeds; trimmed."""
    return unicodedata.normalize("NFC", with_line_feeds(text)).strip()


Quoted = Annotated[str, AfterValidator(_as_kept), StringConstraints(min_length=1, max_length=LONGEST_PASSAGE)]
"""Words as they stand in a text."""


class Selector(Contract):
    """A passage of a source's text, pointed at and not copied (W3C Web Annotation's text position, with a digest).

    Offsets count Unicode characters of the text, with line feeds; the digest is that of the passage in UTF-8.
    """

    start: int = Field(ge=0, le=10**9)
    """The offset of the first character."""
    end: int = Field(ge=1, le=10**9)
    """The offset after the last character, at most 2,000 characters on."""
    sha256: Sha256
    """SHA-256 of exactly this passage, in hexadecimal."""

    @model_validator(mode="after")
    def _not_empty(self) -> Self:
        if self.end <= self.start:
            raise PydanticCustomError("selector", "must end after it starts")
        if self.end - self.start > LONGEST_PASSAGE:
            raise PydanticCustomError("selector", "must not be over {most} characters", {"most": LONGEST_PASSAGE})
        return self


class EvidenceDraft(Contract):
    """One ground for a claim, as a writer gives it."""

    source: SourceId
    """The source that makes, denies or disputes the claim."""
    via: SourceId | None = None
    """The aggregator through which the source is known here, if it was not read itself."""
    locator: Title | None = None
    """Where to look, for a person: heading, paragraph or item."""
    selector: Selector | None = None
    """The passage, in the text of `via` where given, else of `source`."""
    stance: Stance = "asserts"
    """Whether the source asserts, denies or disputes the claim."""
    exact: Told[Quoted] | None = None
    """The passage's words, in the place of a selector: they must occur once in the attached text, in which quotation
    marks, white space and hyphens may differ."""


class Evidence(EvidenceDraft):
    """One ground for a claim, with what became of its passage."""

    state: EvidenceState
    """`verified`: the passage stands in the attached text; `orphaned`: the attached text does not have it, or has it
    more than once and nothing tells which; `unverified`: no text is attached, or no passage is selected."""
    exact: Told[str] | None
    """The passage's words, only while the text is attached; null otherwise."""


EvidenceFilter = Literal["verified", "unverified", "orphaned", "missing"]
"""`missing`: no evidence at all; else any evidence in that state."""
EvidenceDrafts = Annotated[tuple[EvidenceDraft, ...], Field(max_length=100)]
EvidenceList = Annotated[tuple[Evidence, ...], Field(max_length=100)]
