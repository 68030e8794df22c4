"""Texts: a source's text, and finding a passage in it."""

from app.evidence import texts
from app.evidence.texts import FoundPassage
from app.http import openapi
from app.http.descriptions import Responses
from app.http.sent import JSON_TYPES, TEXT_TYPES, Sent
from app.http.writing import Write, answer_json
from app.resources import COLLECTIONS
from app.writing.bodies import read_json
from app.writing.outcome import Done, Outcome
from app.writing.retries import KeptAnswer
from schemas import Links, Meta, PassageDetail, PassageQuote

MOST_BYTES = texts.MOST_TEXT_BYTES
"""How long the body with a text may be."""
TEXT_BODY = {
    "requestBody": {
        "required": True,
        "description": f"At most {MOST_BYTES // 1024**2} MiB of UTF-8.",
        "content": {TEXT_TYPES[0]: {"schema": {"type": "string"}}},
    }
}
PASSAGE_RESPONSES: Responses = {200: {"model": PassageDetail, "description": "Found"}, **openapi.MOVED}
READERS = ("text:read", *(f"{name}:write" for name in COLLECTIONS))
"""The scopes of those who may look for words in a text: whoever writes evidence, too."""


def attach_text(write: Write) -> Done:
    """Attach a source's text.

    In UTF-8, 5 MiB at most.

    It is kept privately, in Unicode's form C with line feeds, and never served whole. In the same transaction each
    passage that records select from it becomes `verified`, with its words shown, or `orphaned`. One whose words stand
    elsewhere in it, exactly and once, moves there; where they stand more often, so does one that stands once with 20 to
    80 of the characters that it had on either side before. The source is answered.
    """
    write.sent.check_type(TEXT_TYPES)
    return texts.attach_to_source(write.writer, write.id, write.sent.body, precondition=write.sent.precondition)


def detach_text(write: Write) -> Done:
    """Take a source's text away.

    Its passages are `unverified` from then on. The source is answered.
    """
    return texts.detach_from_source(write.writer, write.id, precondition=write.sent.precondition)


def find_passage(write: Write) -> FoundPassage:
    """Find a passage in a source's text.

    The selector of words that occur once, and the words as they stand there.

    They may differ from the text in quotation marks, white space, the ends of lines and hyphens, unless they stand
    exactly so. Where they do not occur, 422 names the nearest place; where they occur more often, 409 names the places,
    and `prefix` or `suffix` tells them apart. It needs the scope `text:read`, or one to write records. Nothing is kept.
    """
    quote = read_json(PassageQuote, write.sent.text(JSON_TYPES))
    return texts.find_quoted_passage(write.writer, write.id, quote, precondition=write.sent.precondition)


def answer_passage(outcome: Outcome[FoundPassage], _: Sent) -> KeptAnswer:
    """The answer with a passage that was found."""
    found, meta = outcome.done, Meta(snapshot=outcome.snapshot.seq)
    return answer_json(PassageDetail(data=found.passage, meta=meta, links=Links(self=f"/v1/sources/{found.source_id}")))
