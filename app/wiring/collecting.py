"""Collecting, put together: a collector of a database, with the model that drafts, if there is one."""

from app.collecting.collector import Collector
from app.proposing.model_endpoint import ModelEndpoint
from app.settings import Settings
from app.store.database import Database


def make_collector(database: Database, settings: Settings, *, once: bool = False) -> Collector:
    """A collector as the settings have it; with `once` it ends when nothing is due."""
    model = None
    if settings.model_url is not None:
        key = settings.model_key.get_secret_value() if settings.model_key is not None else None
        model = ModelEndpoint(settings.model_url, key, chat=settings.model_chat, embeddings=settings.model_embeddings)
    return Collector(database, allow_private=settings.collect_allow_private, model=model, once=once)
