"""Sourcing: what is said of a claim that no source asserts, and what only independent sources confirm."""

import re
from collections.abc import Iterable

from app.errors import Invalid
from app.rules.facts import Facts
from app.rules.grounds import corroboration
from schemas import AssessmentDraft, Caveat, Development, DevelopmentDraft, DevelopmentStatus, EvidenceDraft, Fault

CONFIRMING = 2
"""How many independent origins confirm a claim."""
CONFIRMED, PROBABLE = 1, 2
"""Grades of the Admiralty code: confirmed by other, independent sources; probably true, and not confirmed."""
CLAIMS = (("status", "given_status", "confirmed"), ("credibility", "given_credibility", CONFIRMED))
"""What takes so many: the field, where a record keeps what its writer gave for it, and the value."""
TOO_FEW = (
    "says what the Admiralty code's 1 says, confirmed by other, independent sources: "
    "that takes evidence of {} independent origins, and {} asserts this"
)
MOST_CAVEATS = 100
"""How many caveats a record has."""
UNSOURCED = "No source is given that asserts this."
"""The tracker's own caveat of a claim; it is made anew whenever the claim is written, as is that of an assessment."""
UNSOURCED_ASSESSMENT = "No source is given that asserts the assessment of {}."
_OWN = re.compile(rf"{re.escape(UNSOURCED)}|{UNSOURCED_ASSESSMENT.format('[0-9-]{10}')}")


def with_unsourced(
    caveats: Iterable[Caveat], evidence: Iterable[EvidenceDraft], assessments: Iterable[AssessmentDraft] = ()
) -> tuple[Caveat, ...]:
    """Caveats, and one where no evidence asserts the claim, and one for each day whose assessment none asserts.

    What only denies or disputes a claim is no source of it. An editor's own caveat of this kind takes the place of the
    claim's, and, where it names the day, of an assessment's. There are no more than a record may have.
    """
    kept = [caveat for caveat in caveats if caveat.kind != "unsourced" or not _OWN.fullmatch(caveat.note)]
    own = [caveat.note for caveat in kept if caveat.kind == "unsourced"]
    days = dict.fromkeys(each.on for each in assessments if not is_asserted(each.evidence))
    notes = [] if own or is_asserted(evidence) else [UNSOURCED]
    notes += [UNSOURCED_ASSESSMENT.format(day) for day in days if not any(str(day) in note for note in own)]
    return tuple([*kept, *(Caveat(kind="unsourced", note=note) for note in notes)][:MOST_CAVEATS])


def is_asserted(evidence: Iterable[EvidenceDraft]) -> bool:
    """Whether any evidence asserts what it is given for."""
    return any(ground.stance == "asserts" for ground in evidence)


def as_corroborated(status: DevelopmentStatus, *, origins: int) -> DevelopmentStatus:
    """A status as far as so many independent origins carry it."""
    return "reported" if status == "confirmed" and origins < CONFIRMING else status


def credibility_of(draft: DevelopmentDraft, *, origins: int) -> int | None:
    """A claim's credibility as far as so many independent origins carry it."""
    return PROBABLE if draft.credibility == CONFIRMED and origins < CONFIRMING else draft.credibility


def check_confirmed(record: Development, /, *, facts: Facts, previous: Development | None) -> None:
    """Raises `Invalid` for a claim that is called confirmed and that too few independent origins assert.

    A record that was called confirmed before may lose origins by what others do to its sources; it is only refused an
    edit that takes more from it.
    """
    origins = record.corroboration.independent_origins
    if origins >= CONFIRMING:
        return
    loses = previous is None or origins < corroboration(previous.evidence, facts=facts).independent_origins
    faults = [
        Fault(in_="body", pointer=f"/{field}", message=TOO_FEW.format(CONFIRMING, origins or "none"))
        for field, given, claimed in CLAIMS
        if getattr(record, given) == claimed and (loses or getattr(previous, given) != claimed)
    ]
    if faults:
        raise Invalid("what is called confirmed needs independent sources", faults=faults)
