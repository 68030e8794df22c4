"""Logs: one JSON line an event on standard error, whoever tells it: the service, its server or a library."""

import logging
import sys
import threading
from types import TracebackType
from typing import Any

import structlog

log = structlog.get_logger()

TOLD_WITH_EACH: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.processors.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]
"""What adds to each event its request, its level and its instant."""
SPELLED: list[Any] = [structlog.processors.format_exc_info, structlog.processors.JSONRenderer()]
"""What makes an event a line."""
NO_HTTP = "Invalid HTTP request received."
"""What uvicorn says of bytes that are no HTTP."""


class StandardError(logging.StreamHandler[Any]):
    """Writes to whatever standard error is at the time, as structlog does."""

    @property
    def stream(self) -> Any:
        """Standard error."""
        return sys.stderr

    @stream.setter
    def stream(self, _: Any) -> None:
        """It is not another one."""


def configure(level: str) -> None:
    """Write events of this level and above as JSON lines; of libraries, but the server, what is a warning at least."""
    structlog.configure(
        processors=[*TOLD_WITH_EACH, *SPELLED],
        wrapper_class=structlog.make_filtering_bound_logger(logging.getLevelName(level.upper())),
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),
    )
    handler = StandardError()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=TOLD_WITH_EACH,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *SPELLED],
        )
    )
    logging.basicConfig(handlers=[handler], level=max(logging.WARNING, logging.getLevelName(level.upper())), force=True)
    logging.getLogger("uvicorn").setLevel(level.upper())
    logging.captureWarnings(True)
    logging.getLogger("uvicorn.error").addFilter(_is_no_fault_of_a_client)


def tell_what_nobody_catches() -> None:
    """Log as JSON what ends a thread or the process, or fails where nobody can be told, for as long as it runs."""
    sys.excepthook = _tell
    threading.excepthook = lambda failed: _tell(failed.exc_type, failed.exc_value, failed.exc_traceback)
    sys.unraisablehook = lambda failed: _tell(failed.exc_type, failed.exc_value, failed.exc_traceback)


def _is_no_fault_of_a_client(record: logging.LogRecord) -> bool:
    """Whether a line of the server's is for its operator: what is no HTTP it warns of, and refuses."""
    return record.getMessage() != NO_HTTP


def _tell(kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        return
    log.critical("uncaught", exc_info=(kind, error, trace))
