"""Metrics: what a process has answered, and how long it took, in the form that Prometheus reads."""

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.process_collector import ProcessCollector

BUCKETS = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
"""The upper ends of the intervals that durations are counted in."""
KNOWN_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class Metrics:
    """The counts of one process: answers by method and status, their seconds, and those given again.

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
        self._snapshot = Gauge("tracker_snapshot", "The number of the newest change.", registry=self._registry)

    def answered(self, method: str, status: int, *, seconds: float) -> None:
        """Count an answer that the routes gave."""
        known = method if method in KNOWN_METHODS else "other"
        self._answers.labels(known, str(status)).inc()
        self._seconds.labels(known).observe(seconds)

    def told(self, *, snapshot: int) -> bytes:
        """Everything that was counted, in the text form."""
        self._snapshot.set(snapshot)
        return generate_latest(self._registry)
