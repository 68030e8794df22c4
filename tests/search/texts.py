"""Developments with words of the tests' own, written to be searched."""

from app.resources import COLLECTIONS
from app.store.database import Database
from app.store.write import writing
from tests import examples

TEXTS = {
    "drones": ("Drones over the Café", "Radosław's drone was shot down over Éire. State-of-the-art radars watched."),
    "talks": (
        "Talks in Genève",
        "Negotiators were negotiating; the negotiations failed. No truce, 20.04 % of GDP.",
    ),
    "missile": ("Missile strike", "A missile hit the missile depot. Don't panic, the O'Neill report says."),
    "long": ("Summary of the month", "Talks " + "filler " * 400 + "missile"),
    "cyrillic": ("Россия и Україна", "Переговоры в Женеве 北京 会談 x̄."),
}


def write_texts(database: Database) -> None:
    with writing(database, COLLECTIONS, by="test") as writer:
        for name, (title, summary) in TEXTS.items():
            writer.create("developments", examples.development(title, id=name, summary=summary))
