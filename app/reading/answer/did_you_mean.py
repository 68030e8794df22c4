"""What may be meant: the nearest words to those of a question that nothing was found by."""

from collections.abc import Iterable, Iterator, Sequence

from sqlalchemy import Connection, select

from app.language.suggesting import nearest_words
from app.language.tokens import tokens_of
from app.reading.remembered import Remembered
from app.reading.resource import Resource
from app.rules.searched import texts_in
from app.search import matching
from app.search.terms import SearchTerm, words_wanted
from app.store.clock import standing
from app.store.metadata import columns_of
from app.store.tables import SearchTextRow

MOST_WORDS_COMPARED = 5
"""For how many words of a question others are named."""
MOST_TITLES, MOST_TITLES_READ = 1_000, 100
"""How many titles, and how many whole texts, of each collection the words are taken from: those recorded last."""
SHORTEST_WORD = 3
"""Shorter words, and figures, are like too many others."""


def suggest_words(
    connection: Connection, resources: Sequence[Resource], question: str, *, seq: int, known: Remembered[list[str]]
) -> dict[str, tuple[str, ...]]:
    """For each word of a question that stands nowhere in these collections, the likest that do, best first.

    All is told as of a change number, so that the answer to it stays the same; `known` are the words read before.
    """
    asked = {
        token.word: token.stem
        for token in words_wanted(question)
        if len(token.word) >= SHORTEST_WORD and token.word.isalpha()
    }
    unknown = [word for word, stem in asked.items() if not _stands(connection, resources, stem, seq=seq)]
    if not unknown:
        return {}
    names = tuple(resource.name for resource in resources)
    words = known.answer((names, seq), lambda: sorted(set(_words(connection, resources, seq=seq))))
    nearest = {word: nearest_words(word, words) for word in unknown[:MOST_WORDS_COMPARED]}
    return {word: found for word, found in nearest.items() if found}


def _stands(connection: Connection, resources: Iterable[Resource], stem: str, *, seq: int) -> bool:
    columns, terms = columns_of(SearchTextRow), [SearchTerm((stem,))]
    query = select(columns.seq).where(
        standing(SearchTextRow, seq),
        columns.collection.in_([resource.name for resource in resources]),
        matching.matching(SearchTextRow, terms),
    )
    return connection.execute(query.limit(1), matching.values_of_terms(terms)).first() is not None


def _words(connection: Connection, resources: Iterable[Resource], *, seq: int) -> Iterator[str]:
    """The words of titles and texts that stand, those recorded last."""
    for resource in resources:
        collection = resource.collection
        columns = columns_of(collection.storage.table)
        newest = standing(collection.storage.table, seq)
        titles = select(columns.title_key).where(newest).order_by(columns.seq.desc()).limit(MOST_TITLES)
        documents = select(columns.document).where(newest).order_by(columns.seq.desc()).limit(MOST_TITLES_READ)
        texts = list(connection.execute(titles).scalars())
        for document in connection.execute(documents).scalars():
            texts += (text for _, text in texts_in(collection.record.model_validate_json(document)))
        for text in texts:
            yield from (
                token.word for token in tokens_of(text) if len(token.word) >= SHORTEST_WORD and token.word.isalpha()
            )
