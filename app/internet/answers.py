"""Answers of other hosts: what their headers ask for."""

import datetime as dt
from email.utils import parsedate_to_datetime
from importlib.metadata import version

AGENT = f"uk-security-policy-tracker/{version('uk-security-policy-tracker')}"
"""What the tracker calls itself."""


def read_retry_after(header: str | None) -> dt.timedelta | None:
    """What Retry-After asks for: seconds, or a date (RFC 9110, section 10.2.3); None for anything else."""
    if header is None:
        return None
    if header.isascii() and header.isdigit():
        return dt.timedelta(seconds=int(header[:9]))
    try:
        when = parsedate_to_datetime(header)
    except ValueError:
        return None
    return when.replace(tzinfo=when.tzinfo or dt.UTC) - dt.datetime.now(dt.UTC)
