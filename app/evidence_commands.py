"""The command line of evidence: `tracker attach` and `tracker verify`."""

from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table

from app.evidence.quality import quality_at
from app.evidence.verifying import check, passages_in
from app.opening import console, prepared, read_settings
from app.resources import COLLECTIONS
from app.store import clock
from app.store.texts import normalized
from app.store.write import writing
from schemas import Citation, Quality

Text = Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="The source's text, in UTF-8.")]


def attach(
    source: Annotated[str, typer.Argument(help="The source's id.")],
    file: Text,
    by: Annotated[str, typer.Option(help="Whose change it is.")] = "attach",
) -> None:
    """Attach a source's text, and follow every passage that the records select from it into it."""
    text = normalized(file.read_bytes())
    database = prepared(read_settings())
    with writing(database, COLLECTIONS, by=by) as writer:
        writer.attach(source, text)
    with database.read() as connection:
        passages = passages_in(connection, source, seq=clock.newest(connection).seq)
    database.close()
    verified = sum(each.evidence.state == "verified" for each in passages)
    console.print(f"{verified} passages verified, {len(passages) - verified} orphaned.")


def verify(
    file: Annotated[
        Path | None,
        typer.Argument(exists=True, dir_okay=False, help="A text in UTF-8, to check a source's passages against."),
    ] = None,
    source: Annotated[str, typer.Option(help="The source whose text it is.")] = "uk-security-policy-tracker-2026-02-26",
) -> None:
    """Print what the record rests on; status 1 where a passage is orphaned, or does not stand in the file."""
    text = normalized(file.read_bytes()) if file is not None else None
    database = prepared(read_settings())
    with database.read() as connection:
        seq = clock.newest(connection).seq
        held = check(passages_in(connection, source, seq=seq), text) if text is not None else None
        quality = quality_at(connection, seq=seq)
    database.close()
    if held is not None:
        _print_passages(held)
        console.print(f"{sum(holds for _, holds in held)} of {len(held)} passages hold.")
    _print_quality(quality)
    failed = held is not None and not (held and all(holds for _, holds in held))
    if failed or any(each.orphaned.count for each in quality.collections.values()):
        raise typer.Exit(1)


def _print_passages(held: list[tuple[Citation, bool]]) -> None:
    table = Table("Record", "Where", "Start", "End", "Holds")
    for citation, holds in held:
        selector = citation.evidence.selector
        assert selector is not None  # noqa: S101  # it selects a passage
        name, said = f"{citation.collection}/{citation.id}", "yes" if holds else "[red]no[/red]"
        table.add_row(name, citation.pointer, str(selector.start), str(selector.end), said)
    console.print(table)


def _print_quality(quality: Quality) -> None:
    """The figures of `/v1/quality` as tables."""
    table = Table("Collection", "Records", "Verified", "Unverified", "Orphaned", "Missing")
    for name, each in quality.collections.items():
        states = (each.verified, each.unverified, each.orphaned, each.missing)
        table.add_row(name, str(each.records), *(f"{state.count} ({state.share:.0%})" for state in states))
    console.print(table)
    table = Table("Independent origins", "Developments")
    for count in quality.origins:
        table.add_row(str(count.independent_origins), str(count.developments))
    console.print(table)
    table = Table("Open caveats", "Records")
    for caveat in quality.caveats:
        table.add_row(caveat.kind, str(caveat.records))
    console.print(table)
