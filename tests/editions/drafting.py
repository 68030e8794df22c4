"""Editions drafted of the seed, and their statements."""

from typing import Any

SEED = "tracker-briefing-2026-02-26"


def bare_statements(statements: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{"text": each["text"], "cites": each["cites"]} for each in statements]


def headed_statements(briefing: dict[str, Any]) -> list[tuple[str | None, dict[str, Any]]]:
    return [
        *((None, each) for each in briefing["lead"]),
        *((section["heading"], each) for section in briefing["sections"] for each in section["statements"]),
    ]
