"""Faults: what the API says is wrong with what a form says, by the field that it is to be said beside."""

import re
from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from app.errors import Refusal
from schemas import Fault

LACKING = {
    re.compile(r"must be text|must have at least [0-9]+ characters, and has 0"): "type something: it cannot be empty",
    re.compile(r"must list at least [0-9]+, and lists 0"): "tick at least one",
}
"""What is said of a field that was left empty, for what the API says of it."""


@dataclass(frozen=True)
class RefusedForm:
    """Why a form was not carried out: the faults by field, those of none under nothing, and the status to answer."""

    faults: Mapping[str, list[str]] = field(default_factory=dict)
    status: int = 200

    @property
    def beside(self) -> dict[str, list[str]]:
        """The faults as templates ask for them: none for a field that has none."""
        return defaultdict(list, self.faults)


def place_beside(refusal: Refusal, fields: Collection[str]) -> RefusedForm:
    """What a refusal says is wrong, beside those of the fields that it names by pointer or by name."""
    placed = defaultdict[str, list[str]](list)
    for fault in refusal.faults:
        steps = [*(fault.pointer or "").split("/")[1:], *([fault.name] if fault.name else [])]
        placed[next((step for step in steps[:1] if step in fields), "")].append(sentence_of_fault(fault))
    if not placed:
        placed[""].append(_as_sentence(refusal.detail))
    return RefusedForm(placed, refusal.status)


def sentence_of_fault(fault: Fault) -> str:
    """What is wrong with one thing, as a sentence."""
    message = next((words for lack, words in LACKING.items() if lack.fullmatch(fault.message)), fault.message)
    return _as_sentence(f"{message}: perhaps {', '.join(fault.suggestions)}" if fault.suggestions else message)


def _as_sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:].removesuffix('.')}."
