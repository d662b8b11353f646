"""The bounds of a child process that opens somebody's file: one that is made to do harm, or is only broken, ends that alone."""

from __future__ import annotations

import resource
from contextlib import suppress

#: Bytes of memory and seconds of processor time.
MEMORY, SECONDS = 1024 * 1024 * 1024, 20


def bound() -> None:
    """No more memory and time than a file should need, and no file written."""
    limits = ((resource.RLIMIT_AS, MEMORY), (resource.RLIMIT_CPU, SECONDS), (resource.RLIMIT_FSIZE, 0))
    for what, most in limits:
        with suppress(OSError, ValueError):  # a system that doesn't know this bound
            resource.setrlimit(what, (most, most))
