"""Memory: what large bodies took goes back to the system, rather than staying with the process."""

import ctypes

LARGE_PIECE = 1 << 20
"""From how many bytes on a piece of memory is taken from the system by itself, and given back by itself."""
_M_MMAP_THRESHOLD = -3
"""glibc's number for that (mallopt(3)), which otherwise rises with what is freed, up to 32 MiB."""


def give_back_what_is_large() -> None:
    """Have the C library give large pieces back when they are freed; where it is not glibc, it is left as it is."""
    try:
        ctypes.CDLL(None).mallopt(_M_MMAP_THRESHOLD, LARGE_PIECE)
    except (AttributeError, OSError, TypeError):
        return
