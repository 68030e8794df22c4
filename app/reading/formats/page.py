"""What a form other than JSON is made of: a page of records, what they are called, and where they live."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.reading.formats.values import values_at
from schemas import Contract


@dataclass(frozen=True)
class FormattedPage:
    """A page of a list.

    `documents` are the records' JSON, cut to `fields` where that was asked. `here`, `next` and `first` are absolute
    addresses of this form, `home` of the page for people, `records` of the collection; `updated` is the instant of the
    change that the page shows. `heading`, `prose` and `tags` are the fields that title, tell and label a record.
    """

    name: str
    record: type[Contract]
    documents: Iterable[str]
    fields: Sequence[str] | None
    here: str
    first: str
    next: str | None
    home: str
    records: str
    updated: datetime
    heading: str
    prose: str
    tags: Sequence[str]

    def address_of(self, record_id: str) -> str:
        """Where a record lives: what it is known by."""
        return f"{self.records}/{record_id}"

    def page_of(self, record_id: str) -> str:
        """Where people read of a record."""
        return f"{self.home.partition('?')[0]}/{record_id}"

    def prose_of(self, record: dict[str, Any]) -> str:
        """What tells a record, what has superseded it, and whatever is wrong or unproven about it."""
        told = list(values_at(record, self.prose)) or [record[self.heading]]
        doubts = [f"Caveat ({caveat['kind']}): {caveat['note']}" for caveat in record.get("caveats", ())]
        if record.get("superseded_by") is not None:
            doubts.insert(0, f"Superseded by: {self.page_of(record['superseded_by'])}")
        if record.get("supersedes") is not None:
            corrected = f"Corrects {self.page_of(record['supersedes'])}"
            told.insert(0, f"{corrected}: {record['correction']}" if record["correction"] is not None else corrected)
        return "\n\n".join([*told, *doubts])

    def tags_of(self, record: dict[str, Any]) -> list[str]:
        """A record's labels, each once."""
        return list(dict.fromkeys(str(value) for path in self.tags for value in values_at(record, path)))


@dataclass(frozen=True)
class FormatWriter:
    """A form of a list: the word that asks for it, its name, its media type, how it is written, and what it is.

    Files of it have the `ending`. It is `also_called` by other media types. A feed is of news for people: of it no
    single fields can be asked for.
    """

    word: str
    name: str
    media_type: str
    write: Callable[[FormattedPage], Iterator[bytes]]
    description: str
    ending: str
    also_called: tuple[str, ...] = ()
    is_feed: bool = False

    @property
    def plain_type(self) -> str:
        """The media type without its parameters, as requests name it."""
        return self.media_type.partition(";")[0]
