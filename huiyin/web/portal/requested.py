"""The reviews and rechecks that a petitioner asked for and that aren't decided: which goes on, which was taken back."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from huiyin.rooms.cases import withdrawn
from huiyin.rooms.cases.models import Matter, Petition
from huiyin.rooms.cases.queries import File
from huiyin.rooms.cases.under_review import asked_about
from huiyin.rules.calendar import local_date
from huiyin.rules.vocabulary import Stage, Status
from huiyin.web.shared import when
from huiyin.web.shared.revoking import requests

_OUT = (Status.ISSUED, Status.DELIVERED, Status.CLOSED)


def asked_by(petition: Petition, file: File) -> list[str]:
    """The reviews or rechecks of this matter's answers that this petitioner asked for."""
    asked = requests(file.entries, file.state.number)
    return [ask for ask, by in asked.items() if by == petition.number]


def under_review(petition: Petition, files: Sequence[File]) -> str:
    """That a review or recheck which this petitioner asked for goes on, or was taken back and that isn't confirmed yet.

    No query where they asked for none, else four at most. Read from the entries of all matters that they lay in (the first is
    where they are now): the state forgets who asked once the matter is opened again.
    """
    asked = [ask for one in files for ask in asked_by(petition, one)]
    if not asked:
        return ""
    if files[0].state.stage is not Stage.FIRST:
        return _told(_open(asked), Stage.RECHECK)
    return _told(_open(asked), Stage.REVIEW) or _told(_rechecks(asked), Stage.RECHECK)


def _open(numbers: Iterable[str]) -> Matter | None:
    """The last of these reviews or rechecks that no answer has gone out of; None if there is none such."""
    open_yet = Matter.objects.filter(number__in=list(numbers)).exclude(status__in=[s.value for s in _OUT])
    return open_yet.only("number", "status", "petitions_count", "taken_back").order_by("-number").first()


def _rechecks(reviews: Iterable[str]) -> Matter | None:
    """The same of the rechecks of these reviews."""
    asked = [number for number, _review, status in asked_about(list(reviews)) if Status(status) not in _OUT]
    return _open(asked) if asked else None


def _told(row: Matter | None, stage: Stage) -> str:
    if row is None:
        return ""
    recheck, told = stage is Stage.RECHECK, {"number": row.number}
    if withdrawn.of_row(row) is None:
        words = (
            _("A recheck that you asked for is under way, number %(number)s.")
            if recheck
            else _("A review that you asked for is under way, number %(number)s.")
        )
        return words % told
    words = (
        _("You took your request for a recheck (number %(number)s) back on %(day)s; that isn't confirmed in writing yet.")
        if recheck
        else _("You took your request for a review (number %(number)s) back on %(day)s; that isn't confirmed in writing yet.")
    )  # fmt: skip
    at = withdrawn.taken_back_at([row.number])[row.number]
    return words % (told | {"day": when.day(local_date(at))})
