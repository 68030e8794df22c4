"""Texts of documents: what is searched and highlighted in a stored document is what its record has."""

from typing import Any

import pytest
from sqlalchemy import select

from app.resources import RESOURCES
from app.rules.searched import texts_in, texts_of_document
from app.store.database import Database
from app.store.metadata import columns_of


@pytest.mark.parametrize("resource", RESOURCES, ids=lambda resource: resource.name)
def test_the_texts_of_a_document_are_those_of_its_record(seeded: Database, resource: Any) -> None:
    collection = resource.collection
    with seeded.read() as connection:
        documents = connection.execute(select(columns_of(collection.table).document)).scalars().all()
    assert documents
    for document in documents:
        record = collection.record.model_validate_json(document)
        assert list(texts_of_document(document, collection.record)) == list(texts_in(record))
