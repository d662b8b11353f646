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
from huiyin.rooms.search.reader import READERS, Said

#: Which edition of reading a file was read by; raised when a kind of file is read otherwise, and all are read anew.
EDITION = 3
#: Seconds on the clock that a file may take; the child's own bounds are narrower.
PATIENCE = 40
KIND = "inside"


def is_read(name: str) -> bool:
    """Whether files of this name's ending are read at all: for their words, or for what they say beside what can be seen."""
    return Path(name).suffix.lower() in READERS


def read_file(name: str, file: Path) -> Said:
    """All that it says. A file that breaks or stalls its reader is unreadable; nothing here is raised for it."""
    ending = Path(name).suffix.lower()
    if ending not in READERS:
        return Said(Reading.NONE)
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
        said = Said(**json.loads(ended.stdout))
        return said._replace(reading=Reading(said.reading))
    except (subprocess.SubprocessError, OSError, ValueError, KeyError, TypeError):
        return Said(Reading.UNREADABLE)


def _environment() -> dict[str, str]:
    """Neither keys nor addresses. One thread: openpyxl loads numpy, which takes memory for each core."""
    one = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
    return {"PATH": os.environ.get("PATH", ""), "LANG": "C.UTF-8", "PYTHONUTF8": "1", **one}


def lay_in(number: str, seq: int, said: Said) -> None:
    """Keep what was read, lay its words into the index, in the caller's transaction. What was read before goes out of both."""
    assert transaction.get_connection().in_atomic_block
    FileText.objects.filter(number=number, seq=seq).delete()
    FileText.objects.create(number=number, seq=seq, edition=EDITION, **said._asdict())
    if said.text:
        put(missing([(number, seq, KIND, said.text)]))
