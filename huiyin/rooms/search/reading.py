"""Having the words of a file read by a child process, and laying them into the index."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

from django.db import transaction

from huiyin.rooms.search.actions import missing, put
from huiyin.rooms.search.models import FileText, Reading
from huiyin.rooms.search.reader import READERS

#: Which edition of reading a file was read by; raised when a kind of file is read otherwise, and all are read anew.
EDITION = 1
#: Seconds on the clock that a file may take; the child's own bounds are narrower.
PATIENCE = 40
KIND = "inside"


def has_words(name: str) -> bool:
    """Whether files of this name's ending are read at all."""
    return Path(name).suffix.lower() in READERS


def read_file(name: str, file: Path) -> tuple[Reading, str]:
    """What came of it, and the words. A file that breaks or stalls its reader is unreadable; nothing here is raised for it."""
    ending = Path(name).suffix.lower()
    if ending not in READERS:
        return Reading.NONE, ""
    command = [sys.executable, "-P", "-m", "huiyin.rooms.search.reader", ending, str(file)]
    try:
        ended = subprocess.run(
            command,
            env=_environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=PATIENCE,
            check=True,
        )
        said = json.loads(ended.stdout)
        return Reading(said["reading"]), str(said["text"])
    except (subprocess.SubprocessError, OSError, ValueError, KeyError, TypeError):
        return Reading.UNREADABLE, ""


def _environment() -> dict[str, str]:
    """Neither keys nor addresses. One thread: openpyxl loads numpy, which takes memory for each core."""
    one = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
    return {"PATH": os.environ.get("PATH", ""), "LANG": "C.UTF-8", "PYTHONUTF8": "1", **one}


def lay_in(number: str, seq: int, reading: Reading, text: str) -> None:
    """Keep what was read and lay it into the index, in the caller's transaction. What was read before goes out of both."""
    assert transaction.get_connection().in_atomic_block
    FileText.objects.filter(number=number, seq=seq).delete()
    FileText.objects.create(number=number, seq=seq, reading=reading.value, edition=EDITION, text=text)
    if text:
        put(missing([(number, seq, KIND, text)]))
