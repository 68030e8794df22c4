"""Wording: what is wrong with a value, in the service's own words, whatever the library that read it calls it."""

import re
from collections.abc import Iterable
from typing import Any, get_args

from pydantic_core import ErrorDetails
from pydantic_core.core_schema import ErrorType

from app.language.suggesting import nearest, nearest_countries
from schemas.collections import COLLECTION_NAMES

LONGEST_SHOWN = 80
"""How many characters of what was sent are repeated in a message."""
EXPECTED_FORMS = {
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "int_parsing": "a whole number",
    "float_type": "a number",
    "float_parsing": "a number",
    "string_type": "text",
    "bool_type": "true or false",
    "bool_parsing": "true or false",
    "list_type": "a list",
    "tuple_type": "a list",
    "dict_type": "an object",
    "model_type": "an object",
    "model_attributes_type": "an object",
}
"""What a value must be, by the errors of those that are something else."""
WORDING = {
    "missing": "is needed",
    "extra_forbidden": "is not taken here",
    "greater_than_equal": "must be at least {ge:.16g}",
    "less_than_equal": "must be at most {le:.16g}",
    "finite_number": "must be a finite number",
    "int_parsing_size": "must have fewer digits",
    "string_too_short": "must have at least {min_length} characters, and has {actual_length}",
    "string_too_long": "must have at most {max_length} characters, and has {actual_length}",
    "too_short": "must list at least {min_length}, and lists {actual_length}",
    "too_long": "must list at most {max_length}, and lists {actual_length}",
    "string_unicode": "must not contain lone surrogates",
    "json_invalid": "must not contain lone surrogates",  # all else that is no JSON was refused before
}
"""What is wrong, by the library's errors."""
PATTERNS = (
    ("^[a-z0-9]+(-[a-z0-9]+)*$", "must be an id: a-z, 0-9 and single hyphens"),
    (f"^({COLLECTION_NAMES[0]}|", "must be collection/id, the id of a-z, 0-9 and single hyphens"),
    ("^[0-9a-f]{64}$", "must be a SHA-256 digest: 64 hexadecimal digits, a-f small"),
    ("^[a-z]{2,3}(-", "must be a BCP 47 language tag such as en or en-GB"),
    ("^[A-Za-z0-9_-]+$", "must be as links.next gave it"),
    ("^https?://", "must be an http or https address without a slash at its end"),
)
"""What text must be, by the beginnings of the patterns that say so."""
_FOREIGN = frozenset(get_args(ErrorType))
"""Every error that the library words itself."""


def quote(value: str) -> str:
    """What was sent, as a message repeats it: between quotation marks, cut, with escapes for what cannot be seen."""
    return repr(value) if len(value) <= LONGEST_SHOWN else f"{value[:LONGEST_SHOWN]!r}…"


def message_of(errors: Iterable[ErrorDetails]) -> str:
    """What is wrong with one value, of which each alternative that it might have been may have said something."""
    errors = list(errors)
    told = [error for error in errors if error["type"] not in EXPECTED_FORMS] or errors
    forms = dict.fromkeys(EXPECTED_FORMS[error["type"]] for error in told if error["type"] in EXPECTED_FORMS)
    if "a number" in forms:
        forms.pop("a whole number", None)
    return f"must be {' or '.join(forms)}" if forms else _message(told[0])


def suggestions_for(error: ErrorDetails, word: Any) -> tuple[str, ...] | None:
    """What was probably meant by a word that is no country's code, or none of those that are allowed."""
    if not isinstance(word, str):
        return None
    return nearest_countries(word) if error["type"] == "country" else nearest(word, words_allowed(error))


def words_allowed(error: ErrorDetails) -> list[str]:
    """The words of which a value must be one, where the error is that it is none of them."""
    return re.findall("'([^']*)'", error["ctx"]["expected"]) if error["type"] == "literal_error" else []


def _message(error: ErrorDetails) -> str:
    kind, context, value = error["type"], error.get("ctx", {}), error.get("input")
    if isinstance(value, str):
        # A text that a validator has given is counted as a list would be.
        kind = {"too_short": "string_too_short", "too_long": "string_too_long"}.get(kind, kind)
    if isinstance(value, str | dict):  # whose length the library need not tell
        context = {**context, "actual_length": len(value)}
    if kind == "string_too_short" and value and not str(value).strip():
        return "must hold something other than white space"
    if kind == "literal_error":
        return f"must be one of {', '.join(words_allowed(error))}"
    if kind == "string_pattern_mismatch":
        pattern = context["pattern"]
        return next((words for begin, words in PATTERNS if pattern.startswith(begin)), f"must match {pattern}")
    if kind in WORDING:
        return WORDING[kind].format(**context)
    if kind == "value_error":
        return str(context["error"])
    return "cannot be taken here" if kind in _FOREIGN else error["msg"]
