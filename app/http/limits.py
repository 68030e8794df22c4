"""Limits: how much of a request is taken, unless its address takes more."""

MAX_HEADER_BYTES = 32 * 1024
MAX_HEADERS = 100
MAX_BODY = 64 * 1024
