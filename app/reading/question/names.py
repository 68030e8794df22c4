"""Names: the words that a client uses for records become ids, matched whole, or a refusal with the nearest ones."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from sqlalchemy import Connection, Select, select

from app.language.romanising import spellings
from app.language.suggesting import MOST_CHOICES, nearest_names
from app.reading.question.messages import quote
from app.reading.remembered import Remembered
from app.store.clock import Snapshot, stands
from app.store.metadata import table_of
from app.store.read import survivors_of
from app.store.tables import TermRow, Version
from schemas import Fault

MOST_WORDS_SUGGESTED_FOR = 5
"""For how many mistyped words of a request names are suggested."""


@dataclass(frozen=True)
class Vocabulary:
    """Which words a parameter takes: those in the column `word` of a table, each meaning what `means` holds beside it.

    `fields` keeps to these fields of a terms table, the first of which wins over the others. `readings` are the words,
    in the form in which they are stored, that one may be: the first that means something counts. `shown` tells the
    client in `meta.resolved` what each word became. The ids of records of the `collection` that were merged into others
    mean these. `columns` are those of the table, and `rows` selects the distinct (field, word, meaning).
    """

    noun: str
    table: type[Version | TermRow]
    word: str
    means: str
    fields: tuple[str, ...] = ()
    readings: Callable[[str], tuple[str, ...]] = lambda word: (word,)
    shown: bool = False
    collection: str | None = None
    columns: Any = field(init=False, compare=False, repr=False)
    rows: Select[Any] = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        columns = table_of(self.table).c
        object.__setattr__(self, "columns", columns)
        kind = columns.field if self.fields else columns[self.word]
        query = select(kind, columns[self.word], columns[self.means]).distinct()
        object.__setattr__(self, "rows", query.where(columns.field.in_(self.fields)) if self.fields else query)


Meanings = dict[str, tuple[str, ...]]
"""What each key means: one thing, or several."""
Lookups = Remembered[Meanings]
"""What keys meant, each time they were looked up."""


@dataclass(frozen=True)
class Resolution:
    """What the words of each parameter mean, what is told of it, and the faults of those that mean none or several.

    `settled` is false where a word was not known at the moment that is read and means what it means now.
    """

    meanings: Mapping[str, tuple[str, ...]]
    shown: Mapping[str, str] | None
    settled: bool
    faults: tuple[Fault, ...]


def resolve(
    connection: Connection,
    vocabularies: Mapping[str, Vocabulary],
    words: Mapping[str, Iterable[str]],
    snapshot: Snapshot,
    lookups: Lookups,
) -> Resolution:
    """Look up the `words` of each parameter in its vocabulary, as it stands in the snapshot, else in the newest state.

    `lookups` are those made before in the same database.
    """
    meanings: dict[str, tuple[str, ...]] = {}
    shown: dict[str, str] | None = None
    faults: list[Fault] = []
    settled = True
    for vocabulary in dict.fromkeys(vocabularies[parameter] for parameter in words):
        asked = {parameter: list(each) for parameter, each in words.items() if vocabularies[parameter] is vocabulary}
        readings = {word: vocabulary.readings(word) for each in asked.values() for word in each}
        keys = frozenset(key for each in readings.values() for key in each)
        question = (vocabulary, keys, snapshot.seq, snapshot.instance)
        then = lookups.answer(question, partial(_look_up, connection, vocabulary, keys, upto=snapshot.seq))
        later: Meanings = {}
        rest = frozenset(key for each in readings.values() if then.keys().isdisjoint(each) for key in each)
        if rest and snapshot.newest != snapshot.seq:
            question = (vocabulary, rest, snapshot.newest, snapshot.instance)
            later = lookups.answer(question, partial(_look_up, connection, vocabulary, rest, upto=snapshot.newest))
        found = {
            word: next((known[key] for known in (then, later) for key in each if key in known), ())
            for word, each in readings.items()
        }
        settled = settled and not later
        for parameter, each in asked.items():
            if any(len(found[word]) != 1 for word in each):
                faults += _faults(connection, vocabulary, parameter, {word: found[word] for word in each})
            meanings[parameter] = tuple(dict.fromkeys(means for word in each for means in found[word]))
        if vocabulary.shown:
            shown = {word: several[0] for word, several in found.items() if several}
    return Resolution(meanings, shown, settled, tuple(faults))


def _look_up(connection: Connection, vocabulary: Vocabulary, keys: frozenset[str], *, upto: int) -> Meanings:
    """What the keys meant after a change."""
    columns = vocabulary.columns
    wanted = columns[vocabulary.word].in_(sorted(keys)) & stands(columns, upto)
    found: dict[str, dict[str, set[str]]] = {}
    for kind, word, means in connection.execute(vocabulary.rows.where(wanted)):
        found.setdefault(word, {}).setdefault(kind, set()).add(means)
    first = vocabulary.fields[:1]
    meanings = {
        word: tuple(sorted(kinds[first[0]] if first and first[0] in kinds else set().union(*kinds.values())))
        for word, kinds in found.items()
    }
    if vocabulary.collection is not None and keys > meanings.keys():
        went_into = survivors_of(connection, vocabulary.collection, keys - meanings.keys(), seq=upto)
        meanings |= {key: (survivor,) for key, survivor in went_into.items()}
    return meanings


def _faults(
    connection: Connection, vocabulary: Vocabulary, parameter: str, found: Mapping[str, tuple[str, ...]]
) -> list[Fault]:
    faults = []
    unknown = [word for word, several in found.items() if not several]
    nearest = _nearest(connection, vocabulary, unknown[:MOST_WORDS_SUGGESTED_FOR]) if unknown else {}
    for word in unknown:
        message = f"{quote(word)} is no {vocabulary.noun} here"
        faults.append(Fault(in_="query", name=parameter, message=message, suggestions=nearest.get(word)))
    for word, several in found.items():
        if len(several) > 1:
            message = f"{quote(word)} means more than one: {', '.join(several)}"
            faults.append(Fault(in_="query", name=parameter, message=message, suggestions=several))
    return faults


def _nearest(connection: Connection, vocabulary: Vocabulary, words: list[str]) -> dict[str, tuple[str, ...] | None]:
    """The meanings whose words are most like each word, best first."""
    query = vocabulary.rows.where(vocabulary.columns.until.is_(None)).limit(MOST_CHOICES)
    names = [(name, str(means)) for _, word, means in connection.execute(query) for name in spellings(str(word))]
    return {word: nearest_names(word, names) for word in words}
