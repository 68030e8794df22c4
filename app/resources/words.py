"""The words that parameters of several collections take."""

from app.language.folding import fold, readings_of
from app.reading.question.names import Vocabulary
from app.store.tables import ActorTerm, Condition, Source

ACTOR = Vocabulary(
    "actor's id, name, alias or code",
    ActorTerm,
    "value",
    "id",
    ("id", "name"),
    readings_of,
    shown=True,
    collection="actors",
)
CONDITION = Vocabulary("condition's id", Condition, "id", "id", collection="conditions")
SOURCE = Vocabulary("source's id", Source, "id", "id", collection="sources")
PUBLISHER = Vocabulary("publisher of a source", Source, "publisher", "publisher", readings=lambda word: (fold(word),))
ORIGIN = Vocabulary("origin of a source", Source, "origin", "origin")

ACTORS = {"actor": ACTOR, "actor_all": ACTOR, "actor_not": ACTOR}
