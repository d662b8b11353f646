"""Processes that `huiyin serve` starts end when it ends, even if it is killed and can't tell them to."""

from __future__ import annotations

import ctypes
import os
import signal
import sys

SERVER = "HUIYIN_SERVER_PID"  # environment: who started us, if it was `huiyin serve`
PR_SET_PDEATHSIG = 1  # prctl(2)


def announce_server() -> None:
    """Called by the server before it starts the others."""
    os.environ[SERVER] = str(os.getpid())


def die_with_server(how: signal.Signals) -> None:
    """Each of the others asks the kernel for this signal at the server's death. Elsewhere than on Linux nothing happens."""
    server = os.environ.get(SERVER)
    if server is None or not sys.platform.startswith("linux"):
        return
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, how)
    if os.getppid() != int(server):  # it died before we could ask
        os.kill(os.getpid(), how)
