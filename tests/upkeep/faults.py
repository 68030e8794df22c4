"""Ways in which a database can be wrong, each as what is done to it, and what must be said then."""

from app.store.database import Database

NUMBERS = {
    "FIRST": "(SELECT seq FROM development WHERE id = 'met' AND revision = 1)",
    "STANDING": "(SELECT seq FROM development WHERE id = 'met' AND until IS NULL)",
    "NEWEST": "(SELECT seq FROM clock)",
}
"""What stands for the number of a change in what is done."""
FAULTS = {
    "a change is missing": ("DELETE FROM change WHERE seq = FIRST", "The log has no change"),
    "the clock is behind": ("UPDATE clock SET seq = seq - 1", "The clock stands at"),
    "the clock's instant is another": ("UPDATE clock SET at = '2026-01-01 00:00:00+00:00'", "The clock's instant"),
    "a transaction has no end": ("UPDATE change SET last = last + 1 WHERE seq = NEWEST", "ends with change"),
    "an instant falls": (
        "UPDATE change SET at = '2020-01-01 00:00:00+00:00' WHERE seq = FIRST",
        "says its instant",
    ),
    "two versions overlap": (
        "UPDATE development SET until = until + 1 WHERE seq = FIRST",
        "developments/met revision 1 overlaps",
    ),
    "there is a gap": (
        "UPDATE development SET until = seq + 0 WHERE seq = FIRST",
        "developments/met revision 1 was ended by change",
    ),
    "a version is missing": ("DELETE FROM development WHERE id = 'met' AND revision = 2", "developments/met has"),
    "a record ended that stands": (
        "UPDATE development SET until = NEWEST WHERE id = 'came' AND until IS NULL",
        "developments/came",
    ),
    "an end is missing": ("UPDATE source SET until = NULL WHERE id = 'gone' AND revision = 2", "sources/gone"),
    "a revision is another": (
        "UPDATE development SET revision = 9 WHERE id = 'met' AND revision = 2",
        "developments/met has revision 9 where revision 2",
    ),
    "a change is of another record": (
        "UPDATE change SET id = 'other' WHERE seq = FIRST",
        "which the log does not say",
    ),
    "a document is no document": (
        "UPDATE development SET document = '{' WHERE seq = FIRST",
        "has a document that cannot be read",
    ),
    "a document is rendered otherwise": (
        "UPDATE development SET document = ' ' || document WHERE seq = FIRST",
        "is not in the table development as its document gives it: document",
    ),
    "a column is another": (
        "UPDATE development SET title_key = 'x' WHERE seq = FIRST",
        "as its document gives it: title_key",
    ),
    "a story is missing": ("UPDATE story SET number = 99", "sources/minutes is in the story st-1, which is not there"),
    "a sketch is missing": (
        "INSERT INTO story_hash (value, sketch) VALUES (1, 7)",
        "Hashes are kept of the sketch 7, which is not there",
    ),
    "a term is missing": (
        "DELETE FROM development_term WHERE seq = FIRST AND field = 'source'",
        "not in the table development_term",
    ),
    "a term is too many": (
        "INSERT INTO actor_term (seq, field, value, role, leads, id) SELECT seq, 'name', 'x', '', FALSE, id FROM actor "
        "WHERE id = 'ruritania'",
        "not in the table actor_term",
    ),
    "a link is missing": ("DELETE FROM reference WHERE target_id = 'minutes'", "not in the table reference"),
    "a tie is another": ("UPDATE actor_tie SET group_id = 'x'", "not in the table actor_tie"),
    "words are missing": ("DELETE FROM search_tokens WHERE seq = FIRST", "not in the table search_tokens"),
    "stems are counted otherwise": (
        "UPDATE search_tokens SET counts = '' WHERE seq = STANDING",
        "search_tokens as its document gives it: counts",
    ),
    "a hit is sorted otherwise": ("UPDATE search_text SET title_key = 'x' WHERE seq = STANDING", "search_text"),
    "a row is of no change": (
        "INSERT INTO search_tokens (seq, title, body, title_joined, body_joined, length, counts) "
        "SELECT seq + 1000000, title, body, '', '', length, counts FROM search_tokens WHERE seq = STANDING",
        "The table search_tokens has 1 rows of changes that there are not.",
    ),
    "a tally is another": ("UPDATE development_tally SET records = records + 1", "The tally of"),
    "a tally is missing": ("DELETE FROM development_tally", "The tally of"),
    "what is named does not stand": (
        "UPDATE reference SET target_id = 'nowhere' WHERE target_id = 'minutes'",
        "which does not stand",
    ),
    "a computed field is another": (
        "UPDATE development SET document = replace(document, '\"independent_origins\":1', '\"independent_origins\":7') "
        "WHERE id = 'met' AND until IS NULL",
        "developments/met has computed fields that do not follow from the record: corroboration",
    ),
    "a passage's state is another": (
        'UPDATE development SET document = replace(document, \'"state":"verified"\', \'"state":"orphaned"\') '
        "WHERE id = 'met' AND until IS NULL",
        "developments/met has computed fields that do not follow from the record: evidence",
    ),
    "what something rests on cannot be read": (
        "UPDATE development SET document = '{}' WHERE id = 'came' AND until IS NULL",
        "could not be looked at to the end",
    ),
    "a text is another": (
        "UPDATE source_text SET text = 'They never met.'",
        "The text of sources/minutes is not the one that the record tells of.",
    ),
    "a text is missing": ("DELETE FROM source_text", "sources/minutes tells of a text that is not kept."),
    "a text is too many": (
        "INSERT INTO source_text (id, text) VALUES ('reprint', 'words')",
        "A text is kept of sources/reprint, which tells of none.",
    ),
    "lost words are others": ("UPDATE lost_passage SET exact = 'Somebody came'", "are not those it had"),
    "lost words are of no passage": ("UPDATE lost_passage SET start = start + 1", "that no record selects"),
    "a draft is none": ("UPDATE draft SET document = '{}'", "The draft next cannot be read: Field required."),
    "a draft is another": ("UPDATE draft SET id = 'other'", "The draft other says that its id is next."),
    "a draft is a record": (
        "UPDATE draft SET id = 'edition'",
        "edition is a record that stands, and a draft too",
    ),
    "a webhook is ahead": ("UPDATE webhook SET after = after + 1000", "was told of changes that there are not yet"),
}
DERIVED = [
    "a document is rendered otherwise",
    "a column is another",
    "a term is missing",
    "a term is too many",
    "a link is missing",
    "a tie is another",
    "words are missing",
    "stems are counted otherwise",
    "a hit is sorted otherwise",
    "a tally is another",
    "a tally is missing",
    "what is named does not stand",
    "a computed field is another",
    "a passage's state is another",
]
"""Those of them that are of what is derived."""
INDEX = {
    "sqlite": "INSERT INTO search_index (rowid, lexemes) VALUES (1, 'word')",
    "postgresql": "UPDATE search_index SET lexemes = array_to_tsvector(ARRAY['word']) WHERE rowid = 1",
}


def corrupt(url: str, statement: str) -> None:
    """Do something to a database that the service never does."""
    for word, number in NUMBERS.items():
        statement = statement.replace(word, number)
    database = Database(url)
    with database.write() as connection:
        changed = connection.exec_driver_sql(statement).rowcount
        assert changed, statement
    database.close()
