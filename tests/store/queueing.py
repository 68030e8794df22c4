"""Writes that wait for one another: each comes after the one before it, and none goes on before all have come."""

import threading
import time
from collections.abc import Sequence


def let_queue(threads: Sequence[threading.Thread], held: threading.Event) -> None:
    """Start threads one after another, then let go what holds them up, and wait for their ends."""
    for thread in threads:
        thread.start()
        time.sleep(0.1)
    held.set()
    for thread in threads:
        thread.join(30)
