"""The command line of evidence: `tracker attach` and `tracker verify`."""

from pathlib import Path
from typing import Annotated

import typer

from app.commands.opening import prepare_database, read_settings
from app.commands.showing import show_table
from app.commands.terminal import say
from app.errors import Invalid, NotFound
from app.evidence.quality import quality_at
from app.evidence.verifying import check, passages_in
from app.resources import COLLECTIONS
from app.rules.texts import normalize_text
from app.store import clock
from app.store.read import documents_of
from app.store.write import writing
from schemas import Citation, Quality, RecordKey

commands = typer.Typer(rich_markup_mode=None)

TextFile = Annotated[Path, typer.Argument(exists=True, dir_okay=False, help="The source's text, in UTF-8.")]


@commands.command()
def attach(
    source: Annotated[str, typer.Argument(help="The source's id.")],
    file: TextFile,
    by: Annotated[str, typer.Option(help="Whose change it is.")] = "attach",
) -> None:
    """Attach a source's text, and follow every passage that the records select from it into it."""
    text = _read(file)
    with prepare_database(read_settings()) as database:
        with writing(database, COLLECTIONS, by=by) as writer:
            writer.attach(source, text)
        with database.read() as connection:
            passages = passages_in(connection, source, seq=clock.newest(connection).seq)
    verified = sum(each.evidence.state == "verified" for each in passages)
    say(f"{verified} passages verified, {len(passages) - verified} orphaned.")


@commands.command()
def verify(
    file: Annotated[
        Path | None,
        typer.Argument(exists=True, dir_okay=False, help="A text in UTF-8, to check a source's passages against."),
    ] = None,
    source: Annotated[str, typer.Option(help="The source whose text it is.")] = "uk-security-policy-tracker-2026-02-26",
) -> None:
    """Print what the record rests on; status 1 where a passage is orphaned, or does not stand in the file."""
    text = _read(file) if file is not None else None
    with prepare_database(read_settings()) as database, database.read() as connection:
        seq = clock.newest(connection).seq
        if text is not None and not documents_of(connection, COLLECTIONS["sources"].table, [source], seq=seq):
            raise NotFound(f"sources has no record {source!r}")
        held = check(passages_in(connection, source, seq=seq), text) if text is not None else None
        quality = quality_at(connection, seq=seq)
    if held is not None:
        _print_passages(held)
        say(f"{sum(holds for _, holds in held)} of {len(held)} passages hold.")
    _print_quality(quality)
    failed = held is not None and not (held and all(holds for _, holds in held))
    if failed or any(each.orphaned.count for each in quality.collections.values()):
        raise typer.Exit(1)


def _read(file: Path) -> str:
    """The text of a file. Raises `Invalid`, naming the file, where it is no text that can be kept."""
    try:
        return normalize_text(file.read_bytes())
    except Invalid as refusal:
        raise Invalid(f"{file} {'; '.join(fault.message for fault in refusal.faults)}.") from None


def _print_passages(held: list[tuple[Citation, bool]]) -> None:
    rows = []
    for citation, holds in held:
        selector = citation.evidence.selector
        assert selector is not None  # noqa: S101  # it selects a passage
        name = str(RecordKey(citation.collection, citation.id))
        rows.append([name, citation.pointer, str(selector.start), str(selector.end), "yes" if holds else "no"])
    show_table("Record", "Where", "Start", "End", "Holds", rows=rows)


def _print_quality(quality: Quality) -> None:
    """The figures of `/v1/quality` as tables."""
    states = {
        name: (each.verified, each.unverified, each.orphaned, each.missing)
        for name, each in quality.collections.items()
    }
    rows = [
        [name, str(quality.collections[name].records), *(f"{state.count} ({state.share:.0%})" for state in found)]
        for name, found in states.items()
    ]
    show_table("Collection", "Records", "Verified", "Unverified", "Orphaned", "Missing", rows=rows)
    rows = [[str(each.independent_origins), str(each.developments)] for each in quality.origins]
    show_table("Independent origins", "Developments", rows=rows)
    show_table("Open caveats", "Records", rows=[[caveat.kind, str(caveat.records)] for caveat in quality.caveats])
