"""What the commands that read share: who asks, pages one after the other, days on the command line, the words."""

from __future__ import annotations

import errno
from argparse import ArgumentTypeError
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from enum import StrEnum
from importlib import import_module
from typing import TYPE_CHECKING, Protocol, TypeVar, cast

from django.conf import settings
from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from huiyin.rooms.cases.listing import Key, key_of
from huiyin.rooms.county.queries import department, unit_path
from huiyin.rules.backlog import Backlog, Finding
from huiyin.rules.clocks import Step
from huiyin.rules.fields import YEARS, Refused
from huiyin.rules.roles import Actor, Post, Role

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Row = TypeVar("Row", bound=Model)
#: Rows read at once.
BATCH = 500


def operator() -> Actor:
    """Whoever works at the machine: they sit in the department, so what is kept from the department is kept from them.

    Refuses (NotLoaded) where there is no county.
    """
    desk = department()
    return Actor("operator", "", (Post(Role.SUPERVISOR, desk, unit_path(desk)),))


def every(page: Callable[[Key | None, int], list[Row]], columns: Sequence[str]) -> Iterator[Row]:
    """All rows of a list, page by page: memory stays the same however many there are."""
    after: Key | None = None
    while True:
        rows = page(after, BATCH)
        yield from rows[:BATCH]
        if len(rows) <= BATCH:
            return
        after = key_of(rows[BATCH - 1], columns)


def how_many(text: str) -> int:
    """A count on the command line, none or more. Refuses all else."""
    try:
        found = int(text)
    except ValueError:
        found = -1
    if found < 0:
        raise ArgumentTypeError(_("“%(text)s” is no number of 0 or more") % {"text": text[:20]})
    return found


def day(text: str) -> date:
    """A day as YYYY-MM-DD."""
    try:
        found = date.fromisoformat(text)
    except ValueError as error:
        said = _("“%(said)s” isn't a day; write it as 2026-01-31") % {"said": text}
        raise ArgumentTypeError(said) from error
    if found.year not in YEARS:
        told = {"said": text, "first": YEARS.start, "last": YEARS.stop - 1}
        raise ArgumentTypeError(_("“%(said)s” lies outside the years %(first)s to %(last)s") % told)
    return found


#: What the system says of a file, in words of ours; what isn't here is told as the system tells it.
_FILES: Mapping[int, _StrPromise] = {
    errno.ENOENT: gettext_lazy("there is no such file"), errno.EISDIR: gettext_lazy("it is a folder"),
    errno.ENOTDIR: gettext_lazy("there is no such folder"), errno.EACCES: gettext_lazy("access is denied"),
    errno.EPERM: gettext_lazy("access is denied"), errno.EROFS: gettext_lazy("nothing can be written there"),
    errno.ENOSPC: gettext_lazy("the disk is full"),
}  # fmt: skip


def why_not(error: OSError) -> str:
    """Why a file can't be read or written."""
    return str(_FILES.get(error.errno or 0, error.strerror or error))


def sentence(text: str) -> str:
    """What a word of the command line does, as its own help begins with it: the line of the list above, made a sentence."""
    return _("%(text)s.") % {"text": f"{text[:1].upper()}{text[1:]}"}


class Tongue(Protocol):
    """What the commands say, in the language that is active. The floor above has the words; the settings name their module."""

    def word(self, member: StrEnum) -> str:
        """A member of a closed list."""

    def kind(self, found: Backlog) -> str:
        """What a kind of stuck matter is called."""

    def why(self, finding: Finding, today: date) -> str:
        """Why a matter is stuck."""

    def steps(self, found: tuple[Step, ...]) -> list[str]:
        """How a last day was reached."""

    def refusal(self, no: Refused) -> str:
        """Why something can't be done, with its article."""

    def article(self, code: str) -> str:
        """An article as it is cited."""

    def far(self, due: date, today: date) -> str:
        """How far a last day is."""

    def unit(self, code: str) -> str:
        """What a unit is called, with its code."""

    def category(self, code: str) -> str:
        """What a category is called, with its code."""


def tongue() -> Tongue:
    """The words of the commands."""
    return cast(Tongue, import_module(settings.HUIYIN_TERMINAL))
