"""How many altered statements the check before publishing refuses, by kind, and how many genuine ones it lets pass.

Every statement of the seed's edition and of three drafts made of its records is altered in each of the ways that
`bench.altering` knows. A statement counts as refused where the check names something in it; what an alteration puts in
stands nowhere in the records that the statement cites.
"""

import random
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path

from rich.console import Console
from rich.table import Table

from app.editions.checking import faults_of_edition
from app.editions.drafting import draft_edition
from app.migrations import migrate
from app.resources import COLLECTIONS
from app.rules.references import mentions_in
from app.rules.statements import find_cited, statements_of
from app.store import clock
from app.store.database import Database
from app.store.write import Writer, writing
from bench.altering import KINDS, Cited
from schemas import Actor, Briefing, BriefingDraft, BriefingRequest, StatementDraft
from seed.loader import load

EDITION = "tracker-briefing-2026-02-26"
DRAFTS = (
    {"from": "2026-02-01", "to": "2026-02-28"},
    {"from": "2026-01-01", "to": "2026-12-31", "theme": ["military-operations", "diplomacy"]},
    {"from": "2026-02-20", "to": "2026-02-28", "actor": ["France", "Poland", "EU"]},
)
AT_ONCE = 100
"""How many statements an edition is checked with."""


def main() -> None:
    """Load the seed, alter, check, and print the figures."""
    with tempfile.TemporaryDirectory(prefix="bench") as name:
        database = Database(f"sqlite:///{Path(name) / 'tracker.db'}")
        migrate(database)
        load(database)
        with writing(database, COLLECTIONS, by="bench") as writer:
            report(writer)
        database.close()


def report(writer: Writer) -> None:
    """The table: a row a kind, a column an edition."""
    edition = writer.current.find(Briefing, EDITION)
    assert edition is not None  # noqa: S101  # the seed's
    requests = (BriefingRequest.model_validate(asked) for asked in DRAFTS)
    made = [draft_edition(writer.connection, request, clock.newest(writer.connection)) for request in requests]
    editions = [[statement for _, statement in statements_of(each)] for each in (edition, *made)]
    table = Table("Alteration", "seed's edition", *(f"draft {number}" for number, _ in enumerate(made, 1)), "refused")
    genuine = [(passed(writer, each), len(each)) for each in editions]
    table.add_row("none (passed)", *map(_shown, genuine), _share(genuine))
    for kind, alter in KINDS.items():
        counts = []
        for number, statements in enumerate(editions):
            chance = random.Random(f"{kind} {number}")
            changed = [each for one in statements for each in altered(writer, one, alter, chance)]
            counts.append((len(changed) - passed(writer, changed), len(changed)))
        table.add_row(kind, *map(_shown, counts), _share(counts))
    Console(width=120).print(table)


def altered(
    writer: Writer, statement: StatementDraft, alter: object, chance: random.Random
) -> Iterator[StatementDraft]:
    """A statement altered in a way, as often as the way has replacements."""
    records = [record for cited in statement.cites if (record := find_cited(cited, writer.current)) is not None]
    ids = {named.key.id for record in records for named in mentions_in(record) if named.key.collection == "actors"}
    actors = [actor for each in sorted(ids) if (actor := writer.current.find(Actor, each)) is not None]
    cited = Cited.of(records, actors)
    for text in alter(statement.text, cited, chance):  # type: ignore[operator]  # one of the kinds
        yield StatementDraft(text=text, cites=statement.cites)


def passed(writer: Writer, statements: Sequence[StatementDraft]) -> int:
    """How many of the statements the check finds nothing wrong with."""
    return sum(_passed(writer, some) for some in _some(statements))


def _passed(writer: Writer, statements: Sequence[StatementDraft]) -> int:
    draft = BriefingDraft(title="B", lead=tuple(statements))
    faults = faults_of_edition(writer.connection, draft, facts=writer.current)
    return len(statements) - len({(fault.pointer or "").split("/")[2] for fault in faults})


def _some(statements: Iterable[StatementDraft]) -> Iterator[Sequence[StatementDraft]]:
    rest = iter(statements)
    while some := tuple(islice(rest, AT_ONCE)):
        yield some


def _shown(count: tuple[int, int]) -> str:
    return f"{count[0]} of {count[1]}"


def _share(counts: Iterable[tuple[int, int]]) -> str:
    counts = list(counts)
    done, of = (sum(each[place] for each in counts) for place in (0, 1))
    return f"{done} of {of}: {100 * done / of:.1f} %" if of else "none"


if __name__ == "__main__":
    main()
