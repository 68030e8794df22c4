"""Metrics: what a process has answered, and how long it took, in the form that Prometheus reads."""

from collections.abc import Mapping
from functools import partial
from typing import Protocol

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.process_collector import ProcessCollector

BUCKETS = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
"""The upper ends of the intervals that durations are counted in."""
KNOWN_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
STATE = {
    "snapshot": "The number of the newest change.",
    "database_seconds": "Seconds that the database took to tell it.",
    "webhook_lag_seconds": "Seconds that the oldest change waits of which a webhook was not told.",
    "feeds_due": "Feeds that are to be polled by now.",
    "feeds_failing": "Feeds whose last poll failed.",
    "feed_lag_seconds": "Seconds that the feed waits which has been due for the longest.",
    "texts_due": "Articles whose texts are to be taken by now.",
    "texts_unread": "Texts that are to be read for proposals.",
    "proposals_open": "Proposals on which nobody has decided.",
    "proposals_accepted": "Proposals that became a record, or evidence of one.",
    "proposals_rejected": "Proposals that were rejected.",
    "proposals_withdrawn": "Proposals whose words no longer stand in their text.",
    "model_drafts_drafted": "Proposals that a model has drafted.",
    "model_drafts_dropped": "Drafts of a model that named what their words lack.",
    "model_drafts_failed": "Proposals of which a model was asked in vain.",
    "wal_bytes": "Bytes of SQLite's log of what is not yet in its file.",
}
"""What is told of the database when it is asked for."""


class Queue(Protocol):
    """Where requests wait."""

    @property
    def waiting(self) -> int:
        """How many wait."""


class Metrics:
    """The counts of one process: answers by method and status, their seconds, those given again, and what waits.

    Several processes on one database are several targets to scrape.
    """

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        ProcessCollector(registry=self._registry)
        self._answers = Counter(
            "tracker_answers", "Answers that the routes gave.", ("method", "status"), registry=self._registry
        )
        self._seconds = Histogram(
            "tracker_answer_seconds",
            "Seconds to the end of an answer that the routes gave.",
            ("method",),
            buckets=BUCKETS,
            registry=self._registry,
        )
        self.kept = Counter("tracker_kept_answers", "Answers given again.", registry=self._registry)
        self.kept_bytes = Gauge(
            "tracker_kept_answers_bytes", "About how many bytes the kept answers take.", registry=self._registry
        )
        self._refused = Counter(
            "tracker_refused", "Requests over a client's quota.", ("quota",), registry=self._registry
        )
        self._waiting = Gauge("tracker_waiting", "Requests that wait their turn.", ("queue",), registry=self._registry)
        self._state = {
            name: Gauge(f"tracker_{name}", meaning, registry=self._registry) for name, meaning in STATE.items()
        }

    def refuse(self, quota: str) -> None:
        """Count a request that was over a client's quota."""
        self._refused.labels(quota).inc()

    def watch_queues(self, queues: Mapping[str, Queue]) -> None:
        """Tell how many wait in each queue, by its name, whenever that is asked for."""
        for name, queue in queues.items():
            self._waiting.labels(name).set_function(partial(_length, queue))

    def answered(self, method: str, status: int, *, seconds: float) -> None:
        """Count an answer that the routes gave."""
        known = method if method in KNOWN_METHODS else "other"
        self._answers.labels(known, str(status)).inc()
        self._seconds.labels(known).observe(seconds)

    def told(self, **state: float) -> bytes:
        """Everything that was counted, in the text form, and the state of the database, by the names in `STATE`."""
        for name, value in state.items():
            self._state[name].set(value)
        return generate_latest(self._registry)


def _length(queue: Queue) -> float:
    return float(queue.waiting)
