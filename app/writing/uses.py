"""Uses: on which day a key was last used, noted beside the request that it was used for."""

import time
from concurrent.futures import ThreadPoolExecutor

import structlog
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from app.store.database import Database
from app.writing.keys import Key, note_use

NOTED_SECONDS = 3600
"""How long nothing is tried again for a key."""

log = structlog.get_logger()


class Uses:
    """Notes the last use of keys, in a thread of its own: no request waits for it, or fails with it."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="uses")
        self._tried: dict[str, float] = {}

    def note(self, key: Key) -> None:
        """Have it noted soon that a key was used today, unless that is known."""
        now = time.monotonic()
        if key.was_used_today or now - self._tried.get(key.prefix, -NOTED_SECONDS) < NOTED_SECONDS:
            return
        self._tried[key.prefix] = now
        self._thread.submit(self._write, key)

    def close(self) -> None:
        """Let what is being noted be finished: it needs the database still."""
        self._thread.shutdown()

    def _write(self, key: Key) -> None:
        try:
            with self._database.write() as connection:
                note_use(connection, key)
        except (DBAPIError, PoolTimeout) as error:
            log.info("key", name=key.name, problem=f"its use was not noted: {type(error).__name__}")
