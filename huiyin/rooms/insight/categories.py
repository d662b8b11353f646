"""Suggestions of category and unit for a matter's words: from what was learnt, or from names, hints and duty texts before that.

Nothing is decided here. Below its threshold a suggestion isn't made; what spoke for it stands beside it.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Container
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from django.conf import settings

from huiyin.rooms.county import queries as county
from huiyin.rooms.county.snapshot import snapshot
from huiyin.rooms.insight.features import Text
from huiyin.rooms.insight.model_files import BadModel, Guess, Model, load
from huiyin.rooms.insight.nearest import Nearest, nearest

log = logging.getLogger(__name__)

MOST_SHOWN = 3
#: Guesses with less than this aren't worth a line, even beside a better one.
LEAST_SHOWN = 0.1
#: From this probability on a learnt guess stands before what the descriptions point to by less than ``CLEAR``: by one word.
LIKELY, CLEAR = 0.7, 0.5


class What(StrEnum):
    """What can be suggested: the field (two digits and zeros), the code (six digits), the unit."""

    FIELD = "field"
    CATEGORY = "category"
    UNIT = "unit"


@dataclass(frozen=True, slots=True)
class Advice:
    """What is suggested, the best first; empty ``guesses``: don't know. ``learnt``: from decided matters, not from names."""

    guesses: tuple[Guess, ...]
    learnt: bool


def file_of(what: What) -> Path:
    """Where the model lies."""
    folder: Path = settings.HUIYIN_HOME / "models"
    return folder / f"{what.value}.npz"


def advise(what: What, text: Text, *, without: Container[str] = ()) -> Advice:
    """What speaks in this text for a category or a unit; what isn't in use any more or is in ``without`` is never named."""
    model = _model(what)
    source = model or _described(what)
    fits = _in_use(what)
    found = [g for g in source.guesses(text, most=50) if fits(g.label) and g.label not in without]
    shown = [g for g in found[:MOST_SHOWN] if g.probability >= LEAST_SHOWN]
    if not found or found[0].probability < source.threshold:
        shown = []
    if model is not None:
        left = _left(what, model, text, fits, without)
        clear = any(g.probability >= CLEAR for g in left)
        sure = 0 if clear else sum(g.probability >= LIKELY for g in shown)
        shown = [*shown[:sure], *left, *shown[sure:]][:MOST_SHOWN]
    return Advice(tuple(shown), model is not None)


def _left(
    what: What, model: Model, text: Text, fits: Callable[[str], bool], without: Container[str]
) -> list[Guess]:
    """What the descriptions point to, where the model has never learnt that label and would be sure of another."""
    source = _described(what)
    found = [g for g in source.guesses(text, most=50) if fits(g.label) and g.label not in without][:1]
    return [
        replace(g, described=True)
        for g in found
        if g.probability >= source.threshold and g.label not in model.labels
    ]


def category(text: Text) -> Advice:
    """The category: the full code where that is clear, else the field alone where that is."""
    full = advise(What.CATEGORY, text)
    return full if full.guesses else advise(What.FIELD, text)


def unit(text: Text, *, without: Container[str] = ()) -> Advice:
    """The unit that such matters end with."""
    return advise(What.UNIT, text, without=without)


def learnt_at(what: What) -> datetime | None:
    """When the model was learnt; None without one."""
    model = _model(what)
    try:
        return datetime.fromisoformat(str(model.report["at"])) if model else None
    except (KeyError, ValueError):
        return None


def _in_use(what: What) -> Callable[[str], bool]:
    if what is What.UNIT:
        return county.can_receive
    return frozenset(county.category_names()).__contains__


_kept: dict[Path, tuple[tuple[int, int], Model | None]] = {}
_reading = threading.Lock()


def _model(what: What) -> Model | None:
    """The model, read once a process and again when the file is another; a broken one is logged, and done without."""
    file = file_of(what)
    try:
        found = file.stat()
    except OSError:
        return None
    mark = (found.st_mtime_ns, found.st_size)
    with _reading:
        if file not in _kept or _kept[file][0] != mark:
            _kept[file] = (mark, _read(file))
        return _kept[file][1]


def _read(file: Path) -> Model | None:
    try:
        return load(file)
    except BadModel as bad:
        log.error("A learnt model is left aside: %s", bad)
        return None


def _described(what: What) -> Nearest:
    """What names, hints and duty texts say, once for each edition of the county."""
    found: Nearest = snapshot().kept(("insight", what.value), lambda: nearest(_descriptions(what)))
    return found


def _descriptions(what: What) -> dict[str, str]:
    if what is What.UNIT:
        return {u.code: u.duty for u in county.receivers() if u.duty}
    known = {c.code: f"{c.name} {c.hints}" for c in county.categories()}
    if what is What.CATEGORY:
        return known
    fields = {c.code: "" for c in county.categories() if not c.parent}
    for c in county.categories():
        fields[c.parent or c.code] = f"{fields.get(c.parent or c.code, '')} {known[c.code]}"
    return fields
