"""Names: the words that a client uses for records become ids, matched whole, or a refusal with the nearest ones."""

from collections.abc import Iterable, Mapping

from rapidfuzz import fuzz, process
from sqlalchemy import Connection, select

from app.errors import Invalid
from app.store.clock import standing
from app.store.folding import fold
from app.store.tables import Term, columns_of
from schemas import Fault

FEWEST_POINTS = 60
"""How like a name, of 100, a word must be for the name to be suggested."""


def resolve(
    connection: Connection, table: type[Term], words: Mapping[str, Iterable[str]], *, seq: int
) -> dict[str, str]:
    """What each word means, given the words of each parameter.

    A word that is an id means that record; otherwise it must be a name of exactly one. `table` holds the ids and the
    folded names as its terms `id` and `name`. Raises `Invalid` with candidates where a word means none or several.
    """
    folded = {word: fold(word) for each in words.values() for word in each}
    found = _meanings(connection, table, set(folded.values()), seq=seq)
    faults = []
    for parameter, each in words.items():
        for word in each:
            candidates = found.get(folded[word], ())
            if len(candidates) != 1:
                faults.append(_fault(connection, table, word, parameter=parameter, candidates=candidates, seq=seq))
    if faults:
        raise Invalid("a name means no record, or more than one", faults=faults)
    return {word: found[key][0] for word, key in folded.items()}


def _meanings(connection: Connection, table: type[Term], keys: set[str], *, seq: int) -> dict[str, tuple[str, ...]]:
    columns = columns_of(table)
    query = select(columns.field, columns.value, columns.id).where(
        columns.field.in_(["id", "name"]), columns.value.in_(sorted(keys)), standing(table, seq)
    )
    ids: dict[str, tuple[str, ...]] = {}
    names: dict[str, set[str]] = {}
    for field, value, record_id in connection.execute(query):
        if field == "id":
            ids[value] = (record_id,)
        else:
            names.setdefault(value, set()).add(record_id)
    return {value: tuple(sorted(found)) for value, found in names.items()} | ids


def _fault(
    connection: Connection, table: type[Term], word: str, *, parameter: str, candidates: tuple[str, ...], seq: int
) -> Fault:
    if candidates:
        message = f"means more than one: {', '.join(candidates)}"
        return Fault(in_="query", name=parameter, message=message, suggestions=candidates)
    suggestions = _nearest(connection, table, fold(word), seq=seq)
    return Fault(
        in_="query", name=parameter, message=f"{word[:80]!a} is no id, name, alias or code", suggestions=suggestions
    )


def _nearest(connection: Connection, table: type[Term], key: str, *, seq: int) -> tuple[str, ...] | None:
    columns = columns_of(table)
    query = select(columns.value, columns.id).where(columns.field.in_(["id", "name"]), standing(table, seq))
    names = [(str(value), str(record_id)) for value, record_id in connection.execute(query)]
    found = process.extract(key, [value for value, _ in names], scorer=fuzz.ratio, limit=10, score_cutoff=FEWEST_POINTS)
    return tuple(dict.fromkeys(names[index][1] for _, _, index in found)) or None
