"""Having a picture's previews drawn by a child process: what it sends is taken only within bounds, and only if it is whole."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from threading import Timer

from huiyin.rooms.pictures.sizes import KINDS, MOST, Size

#: Seconds on the clock that a picture may take; the child's own bounds are narrower.
PATIENCE = 40
#: Bytes of both previews together; real ones have a tenth of it.
MOST_BYTES = 8 * 1024 * 1024
_JPEG = b"\xff\xd8\xff"


@dataclass(frozen=True, slots=True)
class Painted:
    """Both previews as JPEG, and the large one's width and height in pixels."""

    width: int
    height: int
    small: bytes
    large: bytes


def paint(media_type: str, file: Path) -> Painted | None:
    """The previews of a file, or None: of another kind, broken, too large, or its child died or stalled. Nothing is raised."""
    kind = KINDS.get(media_type)
    if kind is None or not file.is_file():
        return None
    try:
        return _taken(_answer(kind, file))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _answer(kind: str, file: Path) -> bytes:
    """What the child says; nothing unless it ended well and in time. One that says too much is ended."""
    command = [sys.executable, "-P", "-m", "huiyin.rooms.pictures.painter", kind, str(file)]
    with subprocess.Popen(
        command,
        env={"PATH": os.environ.get("PATH", ""), "LANG": "C.UTF-8"},  # neither keys nor addresses
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as child:
        assert child.stdout is not None
        clock = Timer(PATIENCE, child.kill)
        clock.start()
        try:
            said = child.stdout.read(MOST_BYTES + 1)
            if len(said) > MOST_BYTES:
                child.kill()
            ended = child.wait()
        finally:
            child.kill()
            clock.cancel()
    return said if ended == 0 else b""


def _taken(said: bytes) -> Painted:
    """What was sent, taken apart. Refuses (ValueError, KeyError, TypeError) what isn't two pictures of a known size."""
    head, _, rest = said.partition(b"\n")
    told = json.loads(head)
    width, height, cut, most = int(told["width"]), int(told["height"]), int(told["small"]), MOST[Size.LARGE]
    made = Painted(width, height, rest[:cut], rest[cut:])
    if not (0 < width <= most and 0 < height <= most):
        raise ValueError("no size of ours")
    if not (made.small.startswith(_JPEG) and made.large.startswith(_JPEG)):
        raise ValueError("no pictures")
    return made
