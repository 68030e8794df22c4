"""The words that parameters of several collections take."""

from app.language.folding import fold, readings_of_name
from app.reading.question.names import Vocabulary
from app.store.tables import ActorTermRow, ConditionVersion, SourceVersion

ACTOR = Vocabulary(
    "actor's id, name, alias or code",
    ActorTermRow,
    "value",
    "id",
    ("id", "name"),
    readings_of_name,
    shown=True,
    collection="actors",
)
CONDITION = Vocabulary("condition's id", ConditionVersion, "id", "id", collection="conditions")
SOURCE = Vocabulary("source's id", SourceVersion, "id", "id", collection="sources")
PUBLISHER = Vocabulary(
    "publisher of a source", SourceVersion, "publisher", "publisher", readings=lambda word: (fold(word),)
)
ORIGIN = Vocabulary("origin of a source", SourceVersion, "origin", "origin")

ACTOR_WORDS = {"actor": ACTOR, "actor_all": ACTOR, "actor_not": ACTOR}
