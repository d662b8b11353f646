"""Processes that `huiyin serve` starts know of each other, and end when it ends, even if it is killed and can't tell them."""

from __future__ import annotations

import ctypes
import os
import signal
import sys

SERVER = "HUIYIN_SERVER_PID"  # environment: who started us, if it was `huiyin serve`
LOADS = "HUIYIN_SERVER_LOADS"  # environment: file descriptor of the memory in which they write how much they have to do
LOADS_SIZE = 4096  # bytes
PR_SET_PDEATHSIG = 1  # prctl(2)


def announce_server() -> None:
    """Called by the server before it starts the others."""
    os.environ[SERVER] = str(os.getpid())
    if sys.platform.startswith("linux"):
        loads = os.memfd_create("huiyin-loads")
        os.ftruncate(loads, LOADS_SIZE)
        os.environ[LOADS] = str(loads)


def die_with_server(how: signal.Signals) -> None:
    """Each of the others asks the kernel for this signal at the server's death. Elsewhere than on Linux nothing happens."""
    server = os.environ.get(SERVER)
    if server is None or not sys.platform.startswith("linux"):
        return
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, how)
    if os.getppid() != int(server):  # it died before we could ask
        os.kill(os.getpid(), how)
