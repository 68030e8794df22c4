"""Loading: what a command or a server needs is imported without looking for garbage meanwhile."""

import gc
import sys
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def loading() -> Iterator[None]:
    """Look for no garbage in the block, and later never among what is there after it.

    Modules, classes and routes stay until the process ends; looking through them again and again would take a good
    part of a start, and later a pause now and then. Where nothing was imported, all is left as it was.
    """
    before = len(sys.modules)
    gc.disable()
    try:
        yield
    finally:
        if len(sys.modules) > before:
            gc.freeze()
        gc.enable()
