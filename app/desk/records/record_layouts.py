"""Layouts: what is special to the form of a collection; all else follows from the contract."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Layout:
    """In which order a form asks for members: what comes `first`, and what stands under "More", then all others.

    `opens` are the lists that begin with an empty row. A fault of a draft as a whole stands beside the member `whole`.
    `labels` are what is asked for where that is not the member's own name, by its place without numbers.
    """

    first: tuple[str, ...] = ()
    more: tuple[str, ...] = ()
    opens: tuple[str, ...] = ()
    whole: str = ""
    labels: Mapping[str, str] = field(default_factory=dict)


LABELS: Mapping[str, str] = {
    "id": "Id",
    "caveats.refers_to": "Leads to",
    "evidence.source": "Source",
    "evidence.via": "Known through",
    "evidence.locator": "Where in it",
    "evidence.exact": "The passage's words",
}
"""What is asked for in the forms of all collections."""
HELPS: Mapping[str, str] = {
    "id": "Its name in addresses: small letters, digits and hyphens. Left empty, it is made from the title or name.",
    "country": "Two letters, such as GB: the state itself, or the one that it belongs to. Empty where there is none.",
    "language": "The code of the language, such as en or pl. Empty where it is not known.",
    "url": "Where it is published: the whole address.",
}
"""What is said of fields where the contract speaks to programmers."""
LAYOUTS: Mapping[str, Layout] = {
    "developments": Layout(
        first=("title", "summary", "kind", "themes", "occurred", "reported_on", "actors", "conditions", "evidence"),
        more=("locations", "measures", "status", "credibility", "relations", "caveats", "id"),
        opens=("actors", "conditions", "evidence"),
        whole="occurred",
        labels={
            "summary": "What happened",
            "occurred": "When it happened",
            "occurred.from": "First day",
            "occurred.until": "Last day",
            "occurred.precision": "Known to the",
            "reported_on": "Day of the report",
            "actors.id": "Actor",
            "locations": "Places",
            "measures": "Numbers",
            "measures.name": "What is counted",
            "measures.value": "Number",
            "measures.subject": "Of whom",
            "measures.on": "Day",
            "conditions": "Conditions that it touches",
            "conditions.id": "Condition",
            "relations": "Other developments",
            "relations.id": "Development",
            "relations.kind": "This one",
        },
    ),
    "conditions": Layout(
        first=("title", "demand", "demanded_by", "addressed_to", "evidence", "assessments"),
        more=("position", "caveats", "id"),
        opens=("demanded_by", "addressed_to", "evidence"),
        labels={"assessments.on": "Day", "assessments.evidence": "Evidence of it"},
    ),
    "actors": Layout(
        first=("name", "kind", "aliases", "country", "description", "offices", "memberships"),
        more=("identifiers", "evidence", "caveats", "id"),
        labels={
            "aliases": "Other names, one a line",
            "country": "Country's code",
            "offices.from": "From",
            "offices.until": "Until",
            "offices.organisation": "Whose office",
            "offices.evidence": "Evidence of it",
            "memberships.from": "From",
            "memberships.until": "Until",
        },
    ),
    "sources": Layout(
        first=("title", "publisher", "kind", "url", "published", "authors", "language"),
        more=(
            "origin",
            "owner",
            "aggregator",
            "retrieved_at",
            "reliability",
            "claimed_sources",
            "notes",
            "caveats",
            "id",
        ),
        whole="published",
        labels={
            "url": "Address",
            "published": "Published",
            "published.on": "Day",
            "published.precision": "Known to the",
            "authors": "Authors, one a line",
            "aggregator": "It gathers what others report",
        },
    ),
    "assessments": Layout(
        first=("on", "status", "rationale", "evidence"),
        opens=("evidence",),
        labels={"on": "Day", "rationale": "Why"},
    ),
}
"""By collection; `assessments` is the form of one judgement of a condition."""
