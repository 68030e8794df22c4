"""Draws: how much the random tests try, and the seed with which a run of them can be had again.

`TEST_SEED` names the seed; without it each run chooses one, and prints it with whatever fails. `TEST_LONG`, which
`python3 dev.py test --long` sets, has them try twenty times as much, and has those draw anew that otherwise try the
same in every run.
"""

import os
import random
from collections.abc import Callable, Hashable
from typing import Any, TypeVar

from hypothesis import HealthCheck, seed, settings

T = TypeVar("T", bound=Callable[..., Any])

# Kept in the environment, so that every process of a run has the same.
SEED = int(os.environ.setdefault("TEST_SEED", str(random.SystemRandom().randrange(1 << 32))))
LONG = bool(os.environ.get("TEST_LONG"))
TIMES = 20
"""How many times as much a long run tries."""
REPLAY = f"TEST_SEED={SEED}{' TEST_LONG=1' if LONG else ''}"
"""The environment in which the same is tried again."""


def many(count: int) -> int:
    """So many, or more in a long run."""
    return count * TIMES if LONG else count


def of(name: Hashable) -> random.Random:
    """Draws that are the same in every run but a long one."""
    return random.Random(f"{SEED} {name}" if LONG else f"{name}")


def bounds(examples: int) -> settings:
    """So many examples, or more in a long run, however long each of them takes.

    What fails is not kept for the next run, so that the seed alone decides what is tried.
    """
    return settings(max_examples=many(examples), database=None, deadline=None, suppress_health_check=list(HealthCheck))


def tries(examples: int, *, anew: bool = True) -> Callable[[T], T]:
    """Have Hypothesis try so many examples with a test, drawn `anew` in every run or only in a long one."""

    def seeded(test: T) -> T:
        return bounds(examples)(seed(SEED if anew or LONG else 0)(test))

    return seeded
