"""How much each pair of characters says in this county: counted over its newest matters, kept in a file beside the models.

The file holds pairs and in how many texts they stand, no text; what the guard keeps from the department isn't counted.
"""

from __future__ import annotations

import gzip
import json
import logging
import os
import tempfile
import threading
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings

from huiyin.rooms.cases.seeing import visible_to
from huiyin.rooms.county.queries import unit_tree
from huiyin.rooms.county.snapshot import snapshot
from huiyin.rooms.dossier.queries import texts_named
from huiyin.rules.likewords import Names, Sketch, Weights, learnt, sketch
from huiyin.rules.roles import Actor
from huiyin.rules.units import UnitKind

log = logging.getLogger(__name__)

VERSION = 1
#: So many of the newest matters are counted.
MOST, BATCH = 20_000, 500
SMALLEST_PLACES = frozenset({UnitKind.VILLAGE, UnitKind.COMMUNITY})


def file_of() -> Path:
    """Where the counts lie."""
    folder: Path = settings.HUIYIN_HOME / "models"
    return folder / "pairs.json.gz"


def names() -> Names:
    """The county's villages and communities."""
    found: Names = snapshot().kept(
        ("insight", "villages"),
        lambda: Names((one.name, one.name_ko) for one in unit_tree() if one.kind in SMALLEST_PLACES),
    )
    return found


def count(by: Actor, *, most: int = MOST) -> Weights:
    """Count anew over what ``by`` may see, and put the file into place whole."""
    weights = learnt(_sketches(by, most))
    told = {
        "version": VERSION, "texts": weights.texts, "korean": weights.korean, "seen": dict(weights.seen),
    }  # fmt: skip
    file = file_of()
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(prefix=".", suffix=".gz", dir=file.parent)
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(gzip.compress(json.dumps(told, ensure_ascii=False).encode(), mtime=0))
        Path(draft).replace(file)
    finally:
        Path(draft).unlink(missing_ok=True)
    return weights


def _sketches(by: Actor, most: int) -> Iterator[Sketch]:
    rows = visible_to(by).order_by("-number").select_related("title").only("number", "title__text")
    after, left = "", most
    while left > 0:
        page = list((rows.filter(number__lt=after) if after else rows)[: min(BATCH, left)])
        if not page:
            return
        words = texts_named((row.number for row in page), 1, "text")
        for row in page:
            yield sketch(row.title.text or "", words.get(row.number, ""))
        after, left = page[-1].number, left - len(page)


_kept: tuple[tuple[int, int], Weights] | None = None
_reading = threading.Lock()


def weights() -> Weights:
    """The county's weights, read once a process and again when the file is another; without one, all pairs weigh alike."""
    global _kept  # noqa: PLW0603  one file, one memory
    try:
        found = file_of().stat()
    except OSError:
        return Weights()
    mark = (found.st_mtime_ns, found.st_size)
    with _reading:
        if _kept is None or _kept[0] != mark:
            _kept = (mark, _read())
        return _kept[1]


def _read() -> Weights:
    try:
        told = json.loads(gzip.decompress(file_of().read_bytes()))
        if told["version"] != VERSION:
            raise ValueError(told["version"])
        seen = {str(pair): int(n) for pair, n in told["seen"].items()}
        # an earlier program counted no Korean ones
        return Weights(int(told["texts"]), seen, int(told.get("korean", 0)))
    except (OSError, ValueError, KeyError, TypeError, AttributeError, EOFError) as error:
        log.error("The counted pairs are left aside: %s", type(error).__name__)
        return Weights()
